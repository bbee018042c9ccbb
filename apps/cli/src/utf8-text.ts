import { problemOf, ProblemError } from '@enginehouse/contracts';

/** Bytes as text, without a byte order mark. What is not UTF-8 is refused: replaced characters would be stored for good. */
export function utf8Text(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError(problemOf('malformed-body', `${source} is not UTF-8.`, { hint: 'Save it as UTF-8.' }));
  }
}
