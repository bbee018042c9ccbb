export const entryStreamPrefix = 'entry:';

/** What identifies an entry, and stands behind the prefix in the id of its stream. Names differ by more than case. */
export const entryIdOf = (source: string, name: string): string => `${source}/${name.toLowerCase()}`;

/** The lower-case name that an entry's id holds. */
export const nameOfEntry = (id: string): string => id.slice(id.indexOf('/') + 1);

/** The source that an entry's id names. */
export const sourceOfEntry = (id: string): string => id.slice(0, id.indexOf('/'));
