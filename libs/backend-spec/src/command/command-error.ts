import type { SpecFailure } from '../errors/spec-error.js';

/** Why a command text cannot be split into words. */
export interface CommandError extends SpecFailure<'unclosed_quote' | 'trailing_escape' | 'nul_character'> {
  /** Where the trouble starts, in UTF-16 units from 0; absent when the text was put together from several. */
  readonly position?: number;
}

export const unclosedQuote = (quote: string, position: number): CommandError => ({
  code: 'unclosed_quote',
  detail: `The quote ${quote} is never closed.`,
  hint: `Close it, or write \\${quote} for the character itself.`,
  position,
});

export const trailingEscape = (position: number): CommandError => ({
  code: 'trailing_escape',
  detail: 'The text ends in a backslash that escapes nothing.',
  hint: 'Remove the last backslash, or double it.',
  position,
});

export const nulCharacter = (position: number): CommandError => ({
  code: 'nul_character',
  detail: 'A command cannot hold the NUL character.',
  position,
});
