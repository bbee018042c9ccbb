import { trimBlanks } from './blanks.js';

const NUMBER = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;
const NOT_FINITE = /^[+-]?(?:inf|infinity|nan)$/i;

/** Says whether a word is an option (`--key`, `-k`, `--key=value`). Negative numbers, `-` and `--` are values. */
export function isParameterKey(word: string): boolean {
  if (!word.startsWith('-') || word === '-' || word === '--') return false;
  const text = trimBlanks(word);
  return !NUMBER.test(text) && !NOT_FINITE.test(text);
}
