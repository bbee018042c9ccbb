import { problemOf, type Problem } from '@enginehouse/contracts';

/** Why there is no answer, for programs; stands in a problem's `extra.reason`. */
export type NoAnswerReason =
  | 'timeout'
  | 'aborted'
  | 'name-not-found'
  | 'refused'
  | 'tls'
  | 'broken'
  | 'cut'
  | 'too-many-redirects';

/** Carries the reason out of streams and callbacks, which can only throw. */
export class FenceFailure extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'FenceFailure';
  }
}

/** The address is one that may not be called. */
export const notAllowed = (subject: string, why: string): Problem =>
  problemOf('address-not-allowed', `${subject} may not be called: ${why}.`);

/** The address may be called and gives no answer. */
export const noAnswer = (origin: string, reason: NoAnswerReason, why: string): Problem =>
  problemOf('unavailable', `${origin} does not answer: ${why}.`, { extra: { reason } });

/** The answer began and ended early; `total` is null where nobody said how long it would be. */
export const cutOff = (origin: string, bytes: number, total: number | null): Problem => {
  const much = total === null ? `${bytes} bytes came, and not its end` : `${bytes} of ${total} bytes came`;
  return problemOf('unavailable', `The answer of ${origin} was cut off: ${much}.`, { extra: { reason: 'cut' } });
};

/** The answer does not end where it should. */
export const tooLarge = (origin: string, maxBytes: number): Problem =>
  problemOf('input-too-large', `The answer of ${origin} is larger than ${maxBytes} bytes.`);

/** Reads what sockets, resolvers and the HTTP client throw. */
export function failureOf(error: unknown, origin: string, timeoutMs: number): Problem {
  if (error instanceof FenceFailure) return error.problem;
  const { name, code, message } = partsOf(error);
  if (name === 'TimeoutError' || timeouts.has(code))
    return noAnswer(origin, 'timeout', `nothing complete arrived within ${timeoutMs} ms`);
  if (name === 'AbortError') return noAnswer(origin, 'aborted', 'the request was given up');
  if (namesUnknown.has(code)) return noAnswer(origin, 'name-not-found', 'its name cannot be resolved');
  if (code === 'ECONNREFUSED') return noAnswer(origin, 'refused', 'the connection was refused');
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/.test(code))
    return noAnswer(origin, 'tls', `no trusted TLS connection (${message})`);
  if (code === 'UND_ERR_INVALID_ARG') return problemOf('invalid-input', `The request cannot be sent: ${message}.`);
  return noAnswer(origin, 'broken', `the connection broke (${message})`);
}

/** Whether an error says that a body ended before its length, its last chunk or the end of what is packed in it. */
export function isEarlyEnd(error: unknown): boolean {
  const { name, code, message } = partsOf(error);
  // The parser has no code for it.
  return earlyEnds.has(code) || (name === 'HTTPParserError' && message.includes('Invalid EOF state'));
}

const earlyEnds = new Set(['UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'ECONNRESET', 'Z_BUF_ERROR']);

const timeouts = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const namesUnknown = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'ENODATA']);

function partsOf(error: unknown): { readonly name: string; readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { name: '', code: '', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, code, message: error.message || code };
}
