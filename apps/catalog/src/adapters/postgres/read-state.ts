import type { Pool } from 'pg';

/**
 * Identifies what the read model holds. The row's own version is part of it, since a log that was restored from a copy
 * gives its positions out again.
 */
export async function readState(pool: Pool): Promise<string> {
  const { rows } = await pool.query<[number, string]>({
    name: 'state',
    text: `select position, xmin::text from catalog.projection where name = 'backend_view'`,
    rowMode: 'array',
  });
  return rows[0]?.join('.') ?? '';
}
