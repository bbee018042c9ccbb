// @ts-check
import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createEventStore } from '../../libs/event-store/dist/index.js';
import { removeDirectory, startStack } from '../../infra/launcher/index.mjs';

import { connectFollower } from './subscribers.mjs';

/** @typedef {Awaited<ReturnType<typeof startCatalogStack>>} Stack */

/** The whole product in a folder that is thrown away. */
export async function startCatalogStack() {
  const dataDir = mkdtempSync(join(os.tmpdir(), 'enginehouse-bench-'));
  chmodSync(dataDir, 0o755);
  const stack = await startStack({ dataDir });
  const database = new URL(stack.databaseUrl);
  database.pathname = '/enginehouse';
  const databaseUrl = database.href;
  const store = createEventStore({ connection: databaseUrl, schema: 'catalog' });
  const request = (/** @type {string} */ method, /** @type {string} */ path, /** @type {unknown} */ json) =>
    fetch(`${stack.apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${stack.adminToken}`, 'content-type': 'application/json' },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
  return {
    ...stack,
    databaseUrl,
    /** The catalog's log, past its service: for filling it with what nobody could type. */
    store,
    request,
    async databaseVersion() {
      const sql = new Client({ connectionString: databaseUrl });
      await sql.connect();
      const { rows } = await sql.query('show server_version');
      await sql.end();
      return String(rows[0]?.server_version);
    },
    async natsVersion() {
      const place = { natsUrl: stack.natsUrl, credsFile: join(dataDir, 'nats/access/follower.creds') };
      const connection = await connectFollower(place);
      const version = connection.info?.version ?? 'unknown';
      await connection.close();
      return version;
    },
    async stop() {
      await store.close();
      await stack.stop();
      await removeDirectory(dataDir);
    },
  };
}

/** Waits until the read model has everything that the log has.
 * @param {Stack} stack */
export async function caughtUp(stack) {
  const { position } = await stack.store.head();
  for (;;) {
    const metrics = await (await fetch(`${stack.services.catalog?.url}/readyz`)).text();
    const seen = Number(/follows the log at position (\d+)/.exec(metrics)?.[1] ?? 0);
    if (seen >= position) return position;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
