/** The most that a source may hold, in bytes of all its files. */
export const maxIndexSize = 8 * 1024 * 1024;

/** The most entries that a source may hold. */
export const maxEntries = 10_000;

/** The most values, and the most text in UTF-16 units, of all entries of a file once their aliases are written out. */
export const maxIndexNodes = 1_000_000;
export const maxIndexCharacters = 16 * 1024 * 1024;

/** The most characters of a file that may begin a value, see `countMarks`. */
export const maxMarks = 1_500_000;

/** The most map entries of a file that `<<` takes over. */
export const maxMergedEntries = 500_000;

/** What is told of one entry at most: nobody reads more, and 10,000 entries can have a lot of them. */
export const maxErrorsOfEntry = 20;
export const maxWarningsOfEntry = 20;
