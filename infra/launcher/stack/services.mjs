// @ts-check
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** @typedef {import('./context.mjs').Context} Context */

/**
 * What the services are told of the world.
 *
 * @typedef {object} World
 * @property {Context} context
 * @property {import('./infrastructure.mjs').Bus} bus
 * @property {Readonly<Record<string, import('../index.d.mts').ServiceDatabase>>} databases
 * @property {string} gatewayUrl where the api finds the gateway
 */

/** Started together; the workers follow when the api has written their token. */
export const CONTROL_PLANE = ['catalog', 'scheduler', 'api', 'marketplace', 'gateway'];
/** Started together with the first worker: nobody waits for these, and the processors are free again by then. */
export const AFTER_API = ['webhooks'];
/**
 * Clients and other hosts' gateways talk to these, so they get ports that can be remembered.
 *
 * @type {Readonly<Record<string, number>>}
 */
export const PREFERRED_PORTS = { api: 9400, gateway: 9401 };
/** Gateways on other hosts reach a worker's engines through this one. */
export const PROXY_PORT = 10_160;
const FACING_CLIENTS = ['api', 'gateway'];
/** The api seals, the webhooks open URLs and secrets, the gateway proves to workers that it is ours. */
const WITH_SECRETS_KEY = ['api', 'gateway', 'webhooks'];

/**
 * @param {World} world
 * @param {string} name
 * @param {number} port
 * @returns {NodeJS.ProcessEnv}
 */
export function serviceEnvironment(world, name, port) {
  const { context, bus, databases } = world;
  const database = databases[name];
  const credsFile = bus.credsFile(name);
  return {
    ...inherited(context),
    HTTP_HOST: FACING_CLIENTS.includes(name) ? context.host : '127.0.0.1',
    HTTP_PORT: String(port),
    NATS_URL: bus.url,
    ...(credsFile && { NATS_CREDS_FILE: credsFile }),
    ...(database && { DATABASE_URL: database.url, DATABASE_MIGRATION_URL: database.migrationUrl }),
    DATA_DIR: path.join(context.dataDir, name),
    INSTALLATION_ID: installationId(context.dataDir),
    ...(WITH_SECRETS_KEY.includes(name) && { SECRETS_KEY_FILE: secretsKeyFile(context.dataDir) }),
    ...(name === 'api' && apiEnvironment(world)),
  };
}

/** @param {World} world @returns {NodeJS.ProcessEnv} */
function apiEnvironment({ context: { dataDir }, bus, gatewayUrl }) {
  return {
    GATEWAY_URL: gatewayUrl,
    BOOTSTRAP_DIR: bootstrapDir(dataDir),
    WORKER_NATS_URL: bus.url,
    ...(bus.signingKeyFile && { NATS_ACCOUNT_SIGNING_KEY_FILE: bus.signingKeyFile }),
    ...(bus.accountPublicKey && { NATS_ACCOUNT_PUBLIC_KEY: bus.accountPublicKey }),
  };
}

/**
 * @param {World} world
 * @param {{ id: string, worker: string, apiUrl: string, dockerHost: string, port: number, proxyPort: number, env?: NodeJS.ProcessEnv }} worker
 * @returns {NodeJS.ProcessEnv}
 */
export function workerEnvironment(world, { id, worker, apiUrl, dockerHost, port, proxyPort, env }) {
  const { context } = world;
  const models = modelsDir(context.dataDir);
  return {
    ...inherited(context),
    ...(world.bus.signingKeyFile ? joining(context, apiUrl) : admitted(world)),
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(port),
    WORKER_NAME: worker,
    WORKER_ADDRESS: context.host,
    PROXY_PORT: String(proxyPort),
    DOCKER_HOST: dockerHost,
    DATA_DIR: path.join(context.dataDir, id),
    MODEL_ROOTS: [models, ...(context.env.MODEL_ROOTS ? [context.env.MODEL_ROOTS] : [])].join(':'),
    ...env,
  };
}

/** @param {Context} context @param {string} apiUrl @returns {NodeJS.ProcessEnv} */
function joining({ dataDir }, apiUrl) {
  return { API_URL: apiUrl, JOIN_TOKEN_FILE: path.join(bootstrapDir(dataDir), 'join-token') };
}

/**
 * On somebody else's NATS the api cannot vouch for workers: this machine's one is told what joining would have told it.
 *
 * @param {World} world
 * @returns {NodeJS.ProcessEnv}
 */
function admitted({ context: { dataDir }, bus }) {
  const credsFile = bus.credsFile('worker');
  return {
    NATS_URL: bus.url,
    ...(credsFile && { NATS_CREDS_FILE: credsFile }),
    INSTALLATION_ID: installationId(dataDir),
    SECRETS_KEY_FILE: secretsKeyFile(dataDir),
  };
}

/** Where the api leaves the tokens of its first start. @param {string} dataDir */
export function bootstrapDir(dataDir) {
  return made(path.join(dataDir, 'bootstrap'));
}

/** Models in this folder may be mounted into containers. @param {string} dataDir */
export function modelsDir(dataDir) {
  return made(path.join(dataDir, 'models'));
}

/**
 * Proxy settings, certificates and the like count for the services too; the addresses that the launcher was given are
 * its own business.
 *
 * @param {Context} context
 */
function inherited({ env }) {
  const { DATABASE_URL: _, NATS_URL: __, NATS_CREDS: ___, ...rest } = env;
  return { LOG_LEVEL: 'info', ...rest, ...registryAuthFile(env) };
}

/** The services run in another directory than whoever wrote the path. @param {NodeJS.ProcessEnv} env */
export function registryAuthFile({ REGISTRY_AUTH_FILE: file }) {
  return file ? { REGISTRY_AUTH_FILE: path.resolve(file) } : {};
}

/** Folders that models shall be mounted from and that are not there. @param {NodeJS.ProcessEnv} env */
export function missingModelRoots({ MODEL_ROOTS: roots = '' }) {
  return roots.split(':').filter((folder) => folder !== '' && !fs.existsSync(folder));
}

/** @param {string} dataDir */
function secretsKeyFile(dataDir) {
  return keptFile(path.join(dataDir, 'secrets.key'), () => randomBytes(32).toString('base64'));
}

/** Two installations may share a Docker engine: each takes only containers with its own id for its own. @param {string} dataDir */
export function installationId(dataDir) {
  const file = keptFile(path.join(dataDir, 'installation'), () => randomBytes(6).toString('hex'));
  return fs.readFileSync(file, 'utf8').trim();
}

/** @param {string} file @param {() => string} content */
function keptFile(file, content) {
  if (!fs.existsSync(file)) fs.writeFileSync(file, `${content()}\n`, { mode: 0o600 });
  return file;
}

/** @param {string} directory */
function made(directory) {
  fs.mkdirSync(directory, { recursive: true });
  return directory;
}
