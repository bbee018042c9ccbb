import type { Result } from '@enginehouse/contracts';
import type { Vector } from './vectors.contract.js';

/** A result in the words of the vectors. */
export type Answer = { readonly ok: unknown } | { readonly error: string };

/** A result that is a value or one failure, as an answer. */
export const answerOf = (result: Result<unknown, { readonly code: string }>): Answer =>
  result.ok ? { ok: result.value } : { error: result.error.code };

/** Every answer to a vector that is right. */
export function rightAnswers(vector: Vector): readonly Answer[] {
  const value = 'ok' in vector.expected ? [{ ok: vector.expected.ok }] : [];
  return [...value, ...acceptedCodes(vector).map((error) => ({ error }))];
}

/** Every error code that is a right answer to a vector. */
export const acceptedCodes = ({ expected, also_accept = [], may_reject }: Vector): readonly string[] =>
  [expected.error, ...also_accept, may_reject].filter((code) => code !== undefined);
