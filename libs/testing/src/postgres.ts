import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { startPostgres, type StartedPostgres } from '@enginehouse/launcher';
import { Client } from 'pg';
import { cacheDir, temporaryDirectory } from './run-directory.js';
import { sharedService } from './shared-services.js';

/** An empty database of its own in the server that the test run shares. */
export interface TestDatabase {
  /** Superuser's URL of this database. */
  readonly url: string;
  readonly name: string;
  /** Drops it, cutting whoever is still connected. */
  close(): Promise<void>;
}

/** A PostgreSQL server of its own, for tests that stop, kill or fill it. */
export interface DedicatedPostgres {
  /** Superuser's URL; stays the same over restarts. */
  readonly url: string;
  readonly dataDir: string;
  readonly logFile: string;
  /** Ends it as an administrator would; `immediate` leaves recovery to the next start. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Serves the same data at the same port again. */
  start(): Promise<void>;
  /** Stops it and removes its files. */
  close(): Promise<void>;
}

/** An empty database in the shared server, made in some ten milliseconds. */
export async function testPostgres(): Promise<TestDatabase> {
  const serverUrl = await sharedService('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await execute(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, name, close: () => execute(serverUrl, `drop database if exists ${name} with (force)`) };
}

/**
 * Starts a server that one test has for itself. Data survives a killed process, not a power cut (`fsync=off`), unless
 * `settings` says otherwise.
 */
export async function dedicatedPostgres(
  options: { readonly settings?: Readonly<Record<string, string>> } = {},
): Promise<DedicatedPostgres> {
  const directory = temporaryDirectory('postgres');
  const dataDir = path.join(directory, 'data');
  const logFile = path.join(directory, 'postgres.log');
  const settings = { fsync: 'off', ...options.settings };
  const start = (port?: number): Promise<StartedPostgres> =>
    startPostgres({ dataDir, cacheDir, logFile, password: 'test', settings, ...(port && { port }) });
  let server = await start();
  const { url, port } = server;
  return {
    url,
    dataDir,
    logFile,
    stop: (mode) => server.stop(mode),
    kill: () => server.kill(),
    start: async () => {
      server = await startAt(start, port);
    },
    close: async () => {
      await server.stop('immediate');
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function startAt<T extends { readonly port: number }>(
  start: (port: number) => Promise<T>,
  port: number,
): Promise<T> {
  const server = await start(port);
  if (server.port !== port) throw new Error(`Port ${port} was taken by somebody else while the server was down.`);
  return server;
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
