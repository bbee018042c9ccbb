/** Accepts what needs no quoting as a PostgreSQL schema and notification channel. */
export function schemaName(schema: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new TypeError(`"${schema}" is no schema name: lower-case letters, digits and underscores, at most 63.`);
  }
  return schema;
}
