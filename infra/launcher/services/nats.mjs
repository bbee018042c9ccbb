// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { isRunning, startProcess, stopProcess } from '../system/background-process.mjs';
import { unpackDebianPackages } from '../system/debian-packages.mjs';
import { findBinary } from '../system/find-binary.mjs';
import { accepts, freePort } from '../system/free-port.mjs';
import { LauncherError } from '../system/launcher-error.mjs';
import { waitUntil } from '../system/wait-until.mjs';
import { lastLines } from '../system/log-excerpt.mjs';

/** @typedef {import('../index.d.mts').NatsOptions} NatsOptions */
/** @typedef {import('../index.d.mts').StartedNats} StartedNats */

/**
 * Starts nats-server with JetStream. `access` is configuration text (operator, accounts, users); without
 * it everybody on this machine may do everything, which is for tests only.
 *
 * @param {NatsOptions} options
 * @returns {Promise<StartedNats>}
 */
export async function startNats({ directory, cacheDir, logFile, port, host = '127.0.0.1', access = '' }) {
  const binary = await findNatsServer(cacheDir);
  const chosen = await freePort(port, host);
  const storeDir = path.join(directory, 'jetstream');
  const configFile = path.join(directory, 'nats-server.conf');
  fs.mkdirSync(storeDir, { recursive: true, mode: 0o700 });
  fs.writeFileSync(configFile, serverConfig({ address: `${host}:${chosen}`, storeDir, access }), { mode: 0o600 });
  const { record, exited } = startProcess({
    name: 'nats',
    command: binary,
    args: ['-c', configFile],
    mark: configFile,
    logFile,
  });
  await waitUntil(async () => !isRunning(record) || (await accepts(chosen, host)), {
    interval: 10,
    what: `nats-server on ${host}:${chosen}; its log is ${logFile}`,
  });
  if (!isRunning(record)) {
    throw new LauncherError(`nats-server ended while it started. The end of ${logFile}:\n${lastLines(logFile)}`);
  }
  return {
    name: 'nats',
    record,
    exited,
    port: chosen,
    url: `nats://${host}:${chosen}`,
    storeDir,
    stop: () => stopProcess(record),
    kill: () => stopProcess(record, { signal: 'SIGKILL' }),
  };
}

/** @param {{ address: string, storeDir: string, access: string }} config */
function serverConfig({ address, storeDir, access }) {
  return `# Written by the launcher at every start: edits are lost.
listen: "${address}"
server_name: enginehouse
jetstream { store_dir: ${JSON.stringify(storeDir)}, max_memory_store: 256MB, max_file_store: 20GB }
# A half-open connection is noticed within twenty seconds.
ping_interval: "10s"
ping_max: 2
${access}`;
}

/** @param {string} cacheDir */
async function findNatsServer(cacheDir) {
  const directory = path.join(cacheDir, 'debian', 'nats-server');
  const unpacked = path.join(directory, 'root', 'usr', 'sbin', 'nats-server');
  const found = findBinary('nats-server', [path.dirname(unpacked)]);
  if (found) return found;
  const cause = await unpackDebianPackages({ packages: ['nats-server'], directory }).catch((error) => error);
  if (fs.existsSync(unpacked)) return unpacked;
  throw new LauncherError(
    'NATS was not found and could not be fetched. Type "sudo apt-get install nats-server" (2.9 or newer; see nats.io/download for other systems), or set NATS_URL.',
    { cause },
  );
}
