/** The largest document, in bytes of UTF-8, and the most text once every alias is written out, in UTF-16 units. */
export const maxYamlSize = 1024 * 1024;

/** The most nodes of a document once every alias is written out. */
export const maxYamlNodes = 100_000;

/** How deep lists and maps may be nested, aliases included. */
export const maxYamlDepth = 64;

/** Errors after these are not reported: nobody reads them, and an answer must stay small. */
export const maxReportedErrors = 100;
