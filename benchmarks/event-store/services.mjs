// @ts-check
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import os from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { startNats, startPostgres } from '../../infra/launcher/index.mjs';

/** @typedef {Awaited<ReturnType<typeof startServices>>} Services */

const cacheDir = resolve(import.meta.dirname, '../../.enginehouse/cache');

/** A PostgreSQL that syncs every commit, as in production, and a NATS, both in a folder that is thrown away. */
export async function startServices() {
  const directory = mkdtempSync(join(os.tmpdir(), 'enginehouse-bench-'));
  chmodSync(directory, 0o755);
  const postgres = await startPostgres({
    dataDir: join(directory, 'data'),
    cacheDir,
    logFile: join(directory, 'postgres.log'),
    password: 'bench',
    settings: { shared_buffers: '256MB', max_wal_size: '4GB', checkpoint_timeout: '30min' },
  });
  const nats = await startNats({ directory: join(directory, 'nats'), cacheDir, logFile: join(directory, 'nats.log') });
  const admin = new Client({ connectionString: postgres.url });
  await admin.connect();
  const { rows } = await admin.query('show server_version');
  let databases = 0;
  return {
    postgresVersion: rows[0].server_version,
    natsUrl: nats.url,
    postmaster: postgres.record.pid,
    /** An empty database. */
    async database() {
      databases += 1;
      await admin.query(`create database bench_${databases}`);
      const url = new URL(postgres.url);
      url.pathname = `/bench_${databases}`;
      return url.href;
    },
    async checkpoint() {
      await admin.query('checkpoint');
    },
    async stop() {
      await admin.end();
      await nats.stop();
      await postgres.stop('immediate');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
