// @ts-check
import { createServer } from 'node:http';
import { Pool } from 'pg';

/** Answered without asking or computing anything: what remains is the machine and the program that measures. */
export const nothingPath = '/nothing';
const nothing = JSON.stringify({ nothing: 'x'.repeat(1000) });

/**
 * The least that could serve the same reads: the rows as they are, no authentication, no validation, no bus. Its list is
 * cut to what a card shows by PostgreSQL itself.
 *
 * @param {string} databaseUrl
 */
export async function startPlainServer(databaseUrl) {
  const pool = new Pool({ connectionString: databaseUrl, max: 8 });
  const one =
    'select name, source, revision, definition, created_at, updated_at, updated_by from catalog.backend_view where name_key = $1';
  const list = `select name, source, revision, created_at, updated_at, updated_by, frameworks,
    definition->>'description' as description, definition->>'default_version' as default_version
    from catalog.backend_view order by name_key limit 1000`;
  const answer = async (
    /** @type {import('node:http').IncomingMessage} */ request,
    /** @type {import('node:http').ServerResponse} */ response,
  ) => {
    if (request.url === nothingPath) {
      response.setHeader('content-type', 'application/json');
      response.end(nothing);
      return;
    }
    const url = new URL(request.url ?? '/', 'http://plain');
    const name = url.pathname.slice('/v1/backends/'.length);
    const { rows } = name
      ? await pool.query({ name: 'one', text: one, values: [name] })
      : await pool.query({ name: 'list', text: list });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(name ? rows[0] : { items: rows }));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
    },
  };
}
