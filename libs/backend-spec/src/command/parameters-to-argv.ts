import { err, ok, type Result } from '@enginehouse/contracts';
import { firstWord, lengthWithoutBlanks, trimBlanks } from './blanks.js';
import { nulCharacter, type CommandError } from './command-error.js';
import { jsonSegments } from './json-segments.js';
import { formatParameters, type ParameterFormat } from './parameter-format.js';
import { isParameterKey } from './parameter-key.js';
import { WordScanner } from './word-scanner.js';

/** A parameter entry that cannot be split; `index` counts the entries from 0. */
export interface ParameterError {
  readonly index: number;
  readonly error: CommandError;
}

/**
 * Turns a parameter list into arguments. An entry that starts with an option is split like a pasted command line; any
 * other entry is one argument. Parameters are not templates: `{{port}}` in one stays as written.
 */
export function parametersToArgv(
  entries: readonly string[],
  format?: ParameterFormat | null,
): Result<string[], ParameterError> {
  const words: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const split = entryWords(trimBlanks(entry));
    if (!split.ok) return err({ index, error: split.error });
    for (const word of split.value) words.push(word);
  }
  return ok(format ? formatParameters(words, format) : words);
}

function entryWords(entry: string): Result<readonly string[], CommandError> {
  if (entry === '') return ok([]);
  if (isParameterKey(firstWord(entry))) return splitEntry(entry);
  const nul = entry.indexOf('\0');
  return nul < 0 ? ok([entry]) : err(nulCharacter(nul));
}

function splitEntry(entry: string): Result<readonly string[], CommandError> {
  const scanner = new WordScanner();
  const pieces = jsonSegments(entry);
  for (const [index, { text, json }] of pieces.entries()) {
    if (json) scanner.feedOpaque(text);
    else scanner.feedText(joinLines(text, index === pieces.length - 1));
  }
  return scanner.words();
}

/** Pasted snippets end their lines, and often their last one, in a backslash. */
function joinLines(text: string, isLast: boolean): string {
  const joined = text.replace(/\\\r?\n/g, ' ');
  return isLast ? dropStrayBackslash(joined) : joined;
}

function dropStrayBackslash(text: string): string {
  const end = lengthWithoutBlanks(text);
  let start = end;
  while (start > 0 && text.charAt(start - 1) === '\\') start -= 1;
  return (end - start) % 2 === 1 ? text.slice(0, end - 1) : text;
}
