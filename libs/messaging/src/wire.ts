import { problem, requestHeader, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import { z } from 'zod';

const requestFrame = z.object({ header: requestHeader, input: z.unknown() });
const replyFrame = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: problem }),
]);

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

export const encode = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));

/** Reads JSON from bytes; undefined for anything that is none. */
export function decode(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}

export const encodeRequest = (header: RequestHeader, input: unknown): Uint8Array => encode({ header, input });

export function decodeRequest(bytes: Uint8Array): { header: RequestHeader; input: unknown } | undefined {
  const parsed = requestFrame.safeParse(decode(bytes));
  return parsed.success ? { header: parsed.data.header, input: parsed.data.input } : undefined;
}

export function decodeReply(bytes: Uint8Array): Result<unknown, Problem> | undefined {
  const parsed = replyFrame.safeParse(decode(bytes));
  return parsed.success ? parsed.data : undefined;
}
