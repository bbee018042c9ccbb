// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { findOrStartDocker } from '../services/docker.mjs';
import { prepareNatsAccess } from '../services/nats/access.mjs';
import { startNats } from '../services/nats.mjs';
import { passwordStore, prepareDatabase } from '../services/postgres-roles.mjs';
import { startPostgres } from '../services/postgres.mjs';
import { noteRestoredFiles } from '../services/restored-files.mjs';
import { LauncherError } from '../system/launcher-error.mjs';
import { stopContainers } from './containers.mjs';
import { installationId } from './services.mjs';
import { Supervised } from './supervised.mjs';

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('../index.d.mts').ServiceDatabase} ServiceDatabase */

/** Services with a schema of their own, for databases whose roles are not ours to make. */
const WITH_DATABASE = ['catalog', 'scheduler', 'api', 'marketplace', 'webhooks'];

/**
 * PostgreSQL with the roles of every service; or the given one, as it is.
 *
 * @param {Context} context
 * @returns {Promise<{ databases: Readonly<Record<string, ServiceDatabase>>, postgres: Supervised | undefined, adminUrl: string }>}
 */
export async function providePostgres(context) {
  const { DATABASE_URL: given } = context.env;
  const done = context.step('PostgreSQL');
  if (given) {
    done(`PostgreSQL from DATABASE_URL`);
    const login = { url: given, migrationUrl: given };
    return {
      databases: Object.fromEntries(WITH_DATABASE.map((name) => [name, login])),
      postgres: undefined,
      adminUrl: given,
    };
  }
  // The one that npm ships, and the client that makes the roles, come with the packages.
  await context.installed;
  const passwords = passwordStore(path.join(context.dataDir, 'database-passwords.json'));
  let adminUrl = '';
  const postgres = await supervise(context, 'postgres', async (port) => {
    const started = await startPostgres({
      dataDir: path.join(context.dataDir, 'postgres'),
      cacheDir: context.cacheDir,
      logFile: context.logFile('postgres'),
      password: passwords('postgres'),
      port,
    });
    adminUrl = started.url;
    return started;
  });
  const databases = await prepareDatabase({ adminUrl, passwords });
  const restored = await noteRestoredFiles({
    dataDir: path.join(context.dataDir, 'postgres'),
    markFile: path.join(context.dataDir, 'postgres-files'),
    adminUrl,
  });
  done(`PostgreSQL on ${new URL(adminUrl).host}${restored ? ', with files restored from a backup' : ''}`);
  return { databases, postgres, adminUrl };
}

/**
 * @typedef {object} Bus
 * @property {string} url
 * @property {Supervised | undefined} nats
 * @property {(service: string) => string | undefined} credsFile
 * @property {string | undefined} signingKeyFile
 * @property {string | undefined} accountPublicKey
 */

/**
 * NATS with one user per service; or the given one, with the given credentials for all.
 *
 * @param {Context} context
 * @returns {Promise<Bus>}
 */
export async function provideNats(context) {
  const { NATS_URL: given, NATS_CREDS, NATS_ACCOUNT_SIGNING_KEY_FILE, NATS_ACCOUNT_PUBLIC_KEY } = context.env;
  const done = context.step('NATS');
  if (given) {
    done('NATS from NATS_URL');
    return {
      url: given,
      nats: undefined,
      credsFile: () => NATS_CREDS,
      signingKeyFile: NATS_ACCOUNT_SIGNING_KEY_FILE,
      accountPublicKey: NATS_ACCOUNT_PUBLIC_KEY,
    };
  }
  const directory = path.join(context.dataDir, 'nats');
  const access = prepareNatsAccess(path.join(directory, 'access'));
  let url = '';
  const nats = await supervise(context, 'nats', async (port) => {
    const started = await startNats({
      directory,
      cacheDir: context.cacheDir,
      logFile: context.logFile('nats'),
      port,
      host: context.host,
      access: access.serverConfig,
    });
    url = started.url;
    return started;
  });
  done(`NATS with JetStream on ${new URL(url).host}`);
  return { url, nats, ...access };
}

/** A Docker engine's address. @param {Context} context @returns {Promise<string>} */
export async function provideDocker(context) {
  const { DOCKER_HOST: given } = context.env;
  const done = context.step('Docker');
  const docker = given ? { host: given, ours: false } : await ownOrFound(context);
  // Added before the workers, so it happens after them: nobody starts the containers again.
  const { host, ours } = docker;
  if (!ours) await context.resources.add(() => stopContainers(host, installationId(context.dataDir)));
  done(ours ? 'Docker engine of our own' : `Docker at ${host}`);
  context.onDocker(host);
  return host;
}

/** @param {Context} context */
async function ownOrFound({ dataDir, cacheDir, logFile, resources }) {
  const docker = await findOrStartDocker({
    dataDir: path.join(dataDir, 'docker'),
    cacheDir,
    logFile: logFile('docker'),
  });
  await resources.add(() => docker.stop());
  return docker;
}

/**
 * Keeps a server running at the port it got first: others were told that address. Where another program has the port of
 * the last starts, that one is tried again at the next.
 *
 * @param {Context} context
 * @param {string} name
 * @param {(port: number | undefined) => Promise<import('./supervised.mjs').Running & { port: number }>} launch
 */
async function supervise({ state, resources, logFile, onEvent }, name, launch) {
  /** @type {number | undefined} */
  let fixed;
  const wanted = state.port(name);
  const supervised = new Supervised({
    name,
    logFile: logFile(name),
    onEvent,
    launch: async () => {
      const started = await launch(fixed ?? wanted);
      if (fixed !== undefined && started.port !== fixed) {
        await started.stop();
        throw new LauncherError(`Port ${fixed}, which ${name} had, is taken by another program.`);
      }
      fixed = started.port;
      if (wanted === undefined) state.rememberPort(name, fixed);
      state.rememberProcess(started.record);
      return started;
    },
  });
  fs.mkdirSync(path.dirname(logFile(name)), { recursive: true });
  await supervised.start();
  await resources.add(() => supervised.stop());
  if (wanted !== undefined && fixed !== undefined && fixed !== wanted) {
    onEvent({ type: 'port-taken', name, wanted, port: fixed });
  }
  return supervised;
}
