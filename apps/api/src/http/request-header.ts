import { err, ok, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import { newHeader, uuidv5, uuidv7 } from '@enginehouse/service-kit';
import { headerProblem } from './entity-tag.js';

const idempotencyNamespace = '9a3c0a52-6a0b-4d55-8d0e-5f1f6f6f2c11';
const correlationPattern = /^[A-Za-z0-9._:/-]{1,128}$/;
const traceparentPattern = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const longestReason = 1000;
const longestKey = 255;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The client's correlation id where it is harmless in a log line, else a new one. */
export function correlationIdOf(given: string | undefined): string {
  return given !== undefined && correlationPattern.test(given) ? given : uuidv7();
}

/** Reads `Idempotency-Key`, `X-Change-Reason` and `traceparent` into the header of a bus request. */
export function requestHeaderOf(
  headers: Headers,
  options: { readonly actor: string; readonly correlationId: string },
): Result<RequestHeader, Problem> {
  const key = single(headers['idempotency-key']);
  const reason = decodeText(single(headers['x-change-reason']));
  if (key !== undefined && (key === '' || key.length > longestKey)) {
    return err(headerProblem('Idempotency-Key', `1 to ${longestKey} characters`, 'Use a new UUID for each change.'));
  }
  if (reason !== undefined && reason.length > longestReason) {
    return err(headerProblem('X-Change-Reason', `at most ${longestReason} characters`, 'Say it shorter.'));
  }
  const traceparent = single(headers['traceparent']);
  return ok(
    newHeader(options.actor, {
      correlationId: options.correlationId,
      ...(key === undefined ? {} : { idempotencyKey: idempotencyKeyOf(options.actor, key) }),
      ...(reason ? { reason } : {}),
      ...(traceparent && traceparentPattern.test(traceparent) ? { traceparent } : {}),
    }),
  );
}

/** Two people's equal keys are different keys; one person's key is the same on every address, so that reuse is noticed. */
export const idempotencyKeyOf = (actor: string, key: string): string =>
  uuidv5(idempotencyNamespace, `${actor}\n${key}`);

const single = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** Header bytes reach us one character each; people's text in them is UTF-8, or else Latin-1. */
function decodeText(value: string | undefined): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  const bytes = Buffer.from(value, 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
  } catch {
    return value.trim();
  }
}
