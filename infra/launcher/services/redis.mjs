// @ts-check
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { isRunning, startProcess, stopProcess } from '../system/background-process.mjs';
import { unpackDebianPackages, unpackedEnvironment } from '../system/debian-packages.mjs';
import { findBinary } from '../system/find-binary.mjs';
import { freePort } from '../system/free-port.mjs';
import { LauncherError } from '../system/launcher-error.mjs';
import { waitUntil } from '../system/wait-until.mjs';
import { lastLines } from '../system/log-excerpt.mjs';

/** @typedef {import('../index.d.mts').RedisOptions} RedisOptions */
/** @typedef {import('../index.d.mts').StartedRedis} StartedRedis */

/**
 * Starts Redis on 127.0.0.1. Enginehouse keeps its jobs in PostgreSQL unless REDIS_URL is set, so only tests of that
 * choice start one.
 *
 * @param {RedisOptions} options
 * @returns {Promise<StartedRedis>}
 */
export async function startRedis({ directory, cacheDir, logFile, port }) {
  const { command, env } = await findRedis(cacheDir);
  const chosen = await freePort(port);
  const configFile = path.join(directory, 'redis.conf');
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  fs.writeFileSync(configFile, redisConfig(directory, chosen), { mode: 0o600 });
  const { record, exited } = startProcess({
    name: 'redis',
    command,
    args: [configFile],
    mark: configFile,
    logFile,
    env,
  });
  await waitUntil(async () => !isRunning(record) || (await answersPing(chosen)), {
    interval: 10,
    what: `Redis on port ${chosen}; its log is ${logFile}`,
  });
  if (!isRunning(record)) {
    throw new LauncherError(`Redis ended while it started. The end of ${logFile}:\n${lastLines(logFile)}`);
  }
  return {
    name: 'redis',
    record,
    exited,
    port: chosen,
    url: `redis://127.0.0.1:${chosen}`,
    stop: () => stopProcess(record),
    kill: () => stopProcess(record, { signal: 'SIGKILL' }),
  };
}

/** While it loads its data it accepts connections and refuses every command. @param {number} port @returns {Promise<boolean>} */
function answersPing(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(500, () => socket.destroy());
    socket.once('data', (answer) => {
      resolve(answer.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

/** `set-proc-title no` keeps the command line, by which the process is known. @param {string} directory @param {number} port */
function redisConfig(directory, port) {
  return `bind 127.0.0.1
port ${port}
dir "${directory}"
appendonly yes
# Jobs must never be dropped to make room.
maxmemory-policy noeviction
set-proc-title no
`;
}

/** @param {string} cacheDir @returns {Promise<{ command: string, env: NodeJS.ProcessEnv }>} */
async function findRedis(cacheDir) {
  const installed = findBinary('redis-server') ?? findBinary('valkey-server');
  if (installed) return { command: installed, env: process.env };
  const directory = path.join(cacheDir, 'debian', 'redis-server');
  const root = path.join(directory, 'root');
  const command = path.join(root, 'usr', 'bin', 'redis-server');
  const cause = fs.existsSync(command)
    ? undefined
    : await unpackDebianPackages({ packages: ['redis-server'], directory }).catch((error) => error);
  if (fs.existsSync(command)) return { command, env: unpackedEnvironment(root) };
  throw new LauncherError('Redis was not found. Type "sudo apt-get install redis-server", or set REDIS_URL.', {
    cause,
  });
}
