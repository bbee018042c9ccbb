/** Begins the first line of every file of minisign; what follows is not signed. */
export const commentPrefix = 'untrusted comment: ';

/** The lines of a text, whichever way they end. */
export const linesOf = (text: string): readonly string[] => text.split(/\r?\n/);
