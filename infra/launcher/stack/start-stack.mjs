// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { firstFreePort, freePort } from '../system/free-port.mjs';
import { writeSecret } from '../system/secret-file.mjs';
import { ApiClient } from '../demo/api-client.mjs';
import { contextOf } from './context.mjs';
import { provideDocker, provideNats, providePostgres } from './infrastructure.mjs';
import { startManagedService } from './managed-service.mjs';
import { readmitWorker } from './readmit-worker.mjs';
import {
  AFTER_API,
  CONTROL_PLANE,
  PREFERRED_PORTS,
  PROXY_PORT,
  bootstrapDir,
  modelsDir,
  serviceEnvironment,
  workerEnvironment,
} from './services.mjs';

/** @typedef {import('../index.d.mts').StackOptions} StackOptions */
/** @typedef {import('../index.d.mts').Stack} Stack */
/** @typedef {import('../index.d.mts').ServiceHandle} ServiceHandle */
/** @typedef {import('./context.mjs').Context} Context */

/**
 * Starts PostgreSQL, NATS and Docker where none is given, all services, and one worker on this machine.
 *
 * @param {StackOptions} options
 * @returns {Promise<Stack>}
 */
export async function startStack(options) {
  const context = contextOf(options);
  const { state, resources } = context;
  state.take();
  await resources.add(async () => state.give());
  // One that a crash left names ports that are a stranger's by now.
  removeConnection(context.dataDir);
  try {
    const left = await state.endLeftovers();
    if (left.length > 0) context.step('leftovers')(`Ended what an earlier start left behind: ${left.join(', ')}`);
    return await startAll(context, options.worker === undefined ? 'local' : options.worker);
  } catch (error) {
    await resources.release().catch(() => undefined);
    throw error;
  }
}

/** @param {Context} context @param {string | null} worker @returns {Promise<Stack>} */
async function startAll(context, worker) {
  const { dataDir, resources } = context;
  const [{ databases, postgres, adminUrl }, bus, dockerHost] = await settled([
    providePostgres(context),
    provideNats(context),
    provideDocker(context),
  ]);
  await context.built;
  const world = { context, bus, databases, gatewayUrl: await expectedGateway(context) };
  /** @type {Record<string, ServiceHandle>} */
  const services = {};
  const startWorker = async (/** @type {import('../index.d.mts').WorkerOptions} */ { name, env }) => {
    const id = `worker-${name}`;
    const proxyPort = await freePort(PROXY_PORT, context.host);
    // On this machine's own address a worker needs no proxy.
    if (proxyPort !== PROXY_PORT && !isLoopback(context.host)) {
      context.onEvent({ type: 'port-taken', name: `proxy of ${id}`, wanted: PROXY_PORT, port: proxyPort });
    }
    const settings = { id, worker: name, apiUrl: urlOf(services, 'api'), dockerHost, proxyPort, env };
    const environment = (/** @type {number} */ port) => workerEnvironment(world, { ...settings, port });
    return (services[id] = await startManagedService(context, { name: 'runtime', id, environment }));
  };
  const start = async (/** @type {string} */ name) => {
    services[name] = await startControlPlane(world, name);
    // The worker joins at the api, and does not need the others.
    if (name !== 'api') return;
    await settled([...(worker === null ? [] : [startWorker({ name: worker })]), ...AFTER_API.map(start)]);
  };
  await settled(CONTROL_PLANE.map(start));
  const apiUrl = urlOf(services, 'api');
  const gatewayUrl = urlOf(services, 'gateway');
  await tellGateway(world, gatewayUrl, services);
  const adminToken = readToken(dataDir, 'admin-token');
  if (worker !== null) await readmit(context, { name: worker, api: new ApiClient(apiUrl, adminToken), services });
  writeConnection(context, { url: apiUrl, token: adminToken, gatewayUrl });
  await resources.add(async () => removeConnection(dataDir));
  return {
    dataDir,
    apiUrl,
    gatewayUrl,
    natsUrl: bus.url,
    databaseUrl: adminUrl,
    dockerHost,
    modelsDir: modelsDir(dataDir),
    adminToken,
    joinToken: readToken(dataDir, 'join-token'),
    services,
    postgres,
    nats: bus.nats,
    startWorker,
    stop: () => resources.release(),
  };
}

/** Api and gateway start together, so the api is told where the gateway will most likely be. @param {Context} context */
async function expectedGateway({ host, state }) {
  const port = await firstFreePort([PREFERRED_PORTS.gateway, state.port('gateway')], host);
  return `http://${host}:${port}`;
}

/**
 * Somebody took that port in the same moment: the api starts once more.
 *
 * @param {import('./services.mjs').World} world @param {string} gatewayUrl @param {Record<string, ServiceHandle>} services
 */
async function tellGateway(world, gatewayUrl, { api }) {
  if (world.gatewayUrl === gatewayUrl) return;
  world.gatewayUrl = gatewayUrl;
  await api?.restart();
  await api?.ready();
}

/**
 * Somebody removed this machine's worker, and starts Enginehouse on this machine.
 *
 * @param {Context} context
 * @param {{ name: string, api: ApiClient, services: Record<string, ServiceHandle> }} worker
 */
async function readmit({ dataDir, onEvent }, { name, api, services }) {
  const id = `worker-${name}`;
  const restart = async () => services[id]?.restart();
  const joins = await readmitWorker({ name, dataDir: path.join(dataDir, id), api, restart });
  if (joins) onEvent({ type: 'readmitted', name });
}

/**
 * The command line looks for this file in the folder it is used in; and whether this process still runs, before it
 * sends the token.
 *
 * @param {Context} context
 * @param {{ url: string, token: string, gatewayUrl: string }} connection
 */
function writeConnection({ dataDir, state: { launcher } }, connection) {
  const about = launcher && { launcher: { pid: launcher.pid, startedAt: launcher.startedAt } };
  writeSecret(connectionFile(dataDir), `${JSON.stringify({ ...connection, ...about }, undefined, 2)}\n`);
}

/** @param {string} dataDir */
function removeConnection(dataDir) {
  fs.rmSync(connectionFile(dataDir), { force: true });
}

/** @param {string} dataDir */
function connectionFile(dataDir) {
  return path.join(dataDir, 'cli.json');
}

/** @param {import('./services.mjs').World} world @param {string} name */
function startControlPlane(world, name) {
  return startManagedService(world.context, {
    name,
    id: name,
    preferredPort: PREFERRED_PORTS[name],
    environment: (port) => serviceEnvironment(world, name, port),
  });
}

/** @param {string} host */
function isLoopback(host) {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** @param {Record<string, ServiceHandle>} services @param {string} name */
function urlOf(services, name) {
  return services[name]?.url ?? '';
}

/** @param {string} dataDir @param {string} name */
function readToken(dataDir, name) {
  return fs.readFileSync(path.join(bootstrapDir(dataDir), name), 'utf8').trim();
}

/**
 * Like Promise.all, but waits for all to settle: when a failure leads to the end of everything, nothing is still on its
 * way up.
 *
 * @template {readonly unknown[]} T
 * @param {T} promises
 */
async function settled(promises) {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
