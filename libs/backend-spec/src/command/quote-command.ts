const PLAIN = /^[A-Za-z0-9_./:=,@%+-]+$/;

/** Writes words so that a POSIX shell, and `splitCommand`, read exactly them again. */
export const quoteCommand = (words: readonly string[]): string => words.map(quoteWord).join(' ');

/** One word as a POSIX shell takes it: as it is where nothing in it has a meaning, else in single quotes. */
export const quoteWord = (word: string): string => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
