// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { hasEnded, isRunning, startProcess, stopProcess } from '../system/background-process.mjs';
import { freePort } from '../system/free-port.mjs';
import { LauncherError } from '../system/launcher-error.mjs';
import { runCommand } from '../system/run-command.mjs';
import { waitUntil } from '../system/wait-until.mjs';
import { findPostgresBinaries } from './postgres-binaries.mjs';
import { postgresIdentity } from './postgres-identity.mjs';
import { lastLines } from '../system/log-excerpt.mjs';

/** @typedef {import('../index.d.mts').PostgresOptions} PostgresOptions */
/** @typedef {import('../index.d.mts').StartedPostgres} StartedPostgres */

// "smart" would wait for every client to leave; a stop is "fast", a crash test asks for "immediate".
const STOP_SIGNALS = /** @type {const} */ ({ fast: 'SIGINT', immediate: 'SIGQUIT' });

/**
 * Starts PostgreSQL on 127.0.0.1, with a data directory that is made at the first start.
 *
 * @param {PostgresOptions} options
 * @returns {Promise<StartedPostgres>}
 */
export async function startPostgres({ dataDir, cacheDir, logFile, password, port, settings = {} }) {
  fs.mkdirSync(path.dirname(dataDir), { recursive: true });
  const binaries = await findPostgresBinaries({ cacheDir, dataDir });
  const identity = await postgresIdentity({ binaries, dataDir });
  if (!fs.existsSync(path.join(dataDir, 'PG_VERSION'))) await initialise({ binaries, identity, dataDir, password });
  const chosen = await freePort(port);
  const { record, exited } = await serve({ binaries, identity, dataDir, logFile, port: chosen, settings });
  return {
    name: 'postgres',
    record,
    exited,
    port: chosen,
    binaries,
    url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${chosen}/postgres`,
    stop: (mode = 'fast') => stopProcess(record, { signal: STOP_SIGNALS[mode], grace: 30_000 }),
    kill: () => killWithChildren(record, dataDir),
  };
}

/** @param {{ binaries: string, identity: import('./postgres-identity.mjs').PostgresIdentity, dataDir: string, password: string }} how */
async function initialise({ binaries, identity, dataDir, password }) {
  fs.rmSync(dataDir, { recursive: true, force: true });
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const passwordFile = `${dataDir}.password`;
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (identity.uid !== undefined) {
    for (const file of [dataDir, passwordFile]) fs.chownSync(file, identity.uid, identity.gid ?? identity.uid);
  }
  const args = ['-D', dataDir, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const initdb = path.join(binaries, 'initdb');
  const [command, ...prefix] = [...identity.prefix, initdb];
  try {
    await runCommand(command, [...prefix, ...args, '-E', 'UTF8', '--locale=C', '--no-sync'], { cwd: '/' });
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

/** @param {{ binaries: string, identity: import('./postgres-identity.mjs').PostgresIdentity, dataDir: string, logFile: string, port: number, settings: Readonly<Record<string, string>> }} how */
async function serve({ binaries, identity, dataDir, logFile, port, settings }) {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200', ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', dataDir, '-p', String(port), ...flags];
  const { record, exited } = startProcess({
    name: 'postgres',
    prefix: identity.prefix,
    command: path.join(binaries, 'postgres'),
    args,
    mark: dataDir,
    logFile,
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    deathSignal: STOP_SIGNALS.fast,
  });
  await waitUntil(() => !isRunning(record) || isReady(dataDir, record.pid), {
    timeout: 60_000,
    interval: 10,
    what: `PostgreSQL to accept connections; its log is ${logFile}`,
  });
  if (isRunning(record)) return { record, exited };
  throw new LauncherError(`PostgreSQL ended while it started. The end of ${logFile}:\n${lastLines(logFile)}`);
}

/**
 * The server itself says when it is ready: in the eighth line of its lock file.
 *
 * @param {string} dataDir
 * @param {number} pid
 */
function isReady(dataDir, pid) {
  const lines = fs.readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

/**
 * Like a power cut for the server: its backends notice the postmaster's death by themselves, a moment later; the data
 * directory can be served again only when the last of them is gone.
 *
 * @param {import('../system/background-process.mjs').ProcessRecord} record
 * @param {string} dataDir
 */
async function killWithChildren(record, dataDir) {
  const children = childrenOf(record.pid);
  await stopProcess(record, { signal: 'SIGKILL' });
  await waitUntil(() => children.every(hasEnded), { interval: 5, what: `the backends of ${dataDir} to end` });
}

/** @param {number} pid */
function childrenOf(pid) {
  const list = `/proc/${pid}/task/${pid}/children`;
  if (!fs.existsSync(list)) return [];
  return fs.readFileSync(list, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}
