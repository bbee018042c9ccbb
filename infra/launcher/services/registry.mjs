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

/** @typedef {import('../index.d.mts').RegistryOptions} RegistryOptions */
/** @typedef {import('../index.d.mts').StartedRegistry} StartedRegistry */

/**
 * Starts a container registry on 127.0.0.1, which engines and our own client speak plain HTTP to. Enginehouse needs
 * none of its own, so only tests start one.
 *
 * @param {RegistryOptions} options
 * @returns {Promise<StartedRegistry>}
 */
export async function startRegistry({ directory, cacheDir, logFile, port, htpasswd }) {
  const command = await findRegistry(cacheDir);
  const chosen = await freePort(port);
  const configFile = path.join(directory, 'registry.yml');
  fs.mkdirSync(path.join(directory, 'store'), { recursive: true, mode: 0o700 });
  fs.writeFileSync(configFile, registryConfig({ directory, port: chosen, htpasswd }), { mode: 0o600 });
  const { record, exited } = startProcess({
    name: 'registry',
    command,
    args: ['serve', configFile],
    mark: configFile,
    logFile,
  });
  await waitUntil(async () => !isRunning(record) || (await accepts(chosen)), {
    interval: 10,
    what: `the registry on port ${chosen}; its log is ${logFile}`,
  });
  if (!isRunning(record)) {
    throw new LauncherError(`The registry ended while it started. The end of ${logFile}:\n${lastLines(logFile)}`);
  }
  return {
    name: 'registry',
    record,
    exited,
    port: chosen,
    address: `127.0.0.1:${chosen}`,
    stop: () => stopProcess(record),
    kill: () => stopProcess(record, { signal: 'SIGKILL' }),
  };
}

/** @param {{ directory: string, port: number, htpasswd?: string | undefined }} wanted */
function registryConfig({ directory, port, htpasswd }) {
  const config = {
    version: '0.1',
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: path.join(directory, 'store') }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${port}`, secret: 'one process only' },
    ...(htpasswd !== undefined && { auth: { htpasswd: { realm: 'test', path: htpasswd } } }),
  };
  // JSON is YAML too.
  return JSON.stringify(config, null, 2);
}

/** @param {string} cacheDir */
async function findRegistry(cacheDir) {
  const directory = path.join(cacheDir, 'debian', 'docker-registry');
  const unpacked = path.join(directory, 'root', 'usr', 'bin', 'docker-registry');
  const found = findBinary('docker-registry', [path.dirname(unpacked)]);
  if (found) return found;
  const cause = await unpackDebianPackages({ packages: ['docker-registry'], directory }).catch((error) => error);
  if (fs.existsSync(unpacked)) return unpacked;
  throw new LauncherError('A registry was not found. Type "sudo apt-get install docker-registry".', { cause });
}
