/** Accepts what needs no quoting as a PostgreSQL schema and notification channel. */
export function schemaName(schema: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new TypeError(`"${schema}" is no schema name: lower-case letters, digits and underscores, at most 63.`);
  }
  return schema;
}

/** Arguments of the advisory lock that listening readers of a log share: without one, appends notify nobody. */
export const readersLock = (schema: string): string => `1163284295, hashtext('${schema}')`;
