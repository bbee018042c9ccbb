import type { Result } from '@enginehouse/contracts';
import type { CommandError } from './command-error.js';
import { WordScanner } from './word-scanner.js';

/**
 * Splits a command text into its words, exactly as Python's `shlex.split` does, and joins lines that end in a backslash.
 * `$`, globs, `~`, `#` and shell operators are ordinary text; no shell ever runs.
 */
export const splitCommand = (text: string): Result<string[], CommandError> => new WordScanner().feedText(text).words();
