import type { SpecFailure } from './spec-error.js';

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Says whether a text holds half of a surrogate pair, which no UTF-8 text can. */
export const hasLoneSurrogate = (text: string): boolean => LONE_SURROGATE.test(text);

/** Why a text cannot be stored: it holds NUL or half of a surrogate pair. */
export function checkText(text: string): SpecFailure<'nul_character' | 'invalid_character'> | undefined {
  if (text.includes('\0')) return { code: 'nul_character', detail: 'A text cannot hold the NUL character.' };
  if (!hasLoneSurrogate(text)) return undefined;
  return { code: 'invalid_character', detail: 'A text cannot hold half of a surrogate pair.' };
}
