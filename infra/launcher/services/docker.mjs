// @ts-check
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LauncherError } from '../system/launcher-error.mjs';
import { asRoot } from '../system/sudo.mjs';
import { findDockerBinaries } from './docker/binaries.mjs';
import { dockerSocketState, usualDockerSockets } from './docker/socket.mjs';
import { lastLines } from '../system/log-excerpt.mjs';

/** @typedef {import('../index.d.mts').DockerOptions} DockerOptions */
/** @typedef {import('../index.d.mts').StartedDocker} StartedDocker */
/** @typedef {import('./docker/guard.mjs').Wish} Wish */

const PURPOSE = 'a Docker engine';
const GUARD = fileURLToPath(new URL('./docker/guard.mjs', import.meta.url));

/**
 * A Docker engine: the one that already answers on this machine, else one of our own.
 *
 * @param {DockerOptions} options
 * @returns {Promise<StartedDocker>}
 */
export async function findOrStartDocker(options) {
  for (const socket of usualDockerSockets()) {
    const state = await dockerSocketState(socket);
    if (state === 'answers')
      return { name: 'docker', host: `unix://${socket}`, ours: false, stop: async () => undefined };
    if (state === 'denied') return openRelay(options, socket);
  }
  return startDocker(options);
}

/**
 * Asks for sudo's password now where an engine will need it, before other lines run over the question.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export async function askForRootInTime({ DOCKER_HOST: given }) {
  if (given || process.getuid?.() === 0) return;
  const states = await Promise.all(usualDockerSockets().map(dockerSocketState));
  if (!states.includes('answers')) await asRoot('true', [], PURPOSE);
}

/**
 * Starts a Docker engine of our own. It runs as root, so a normal user needs sudo; the socket belongs to the user's
 * group.
 *
 * @param {DockerOptions} options
 * @returns {Promise<StartedDocker>}
 */
export async function startDocker({ dataDir, cacheDir, logFile, ephemeral = false }) {
  const { dockerd, ip, env } = await findDockerBinaries(cacheDir);
  const { runDir, id } = places(dataDir);
  const group = process.getgid?.() ?? 0;
  const dataRoot = path.join(dataDir, 'data');
  fs.mkdirSync(dataDir, { recursive: true });
  return guarded(
    { mode: 'daemon', dockerd, ip, env, dataRoot, runDir, group, logFile, ephemeral, bridge: `eh-${id}` },
    path.join(runDir, 'docker.sock'),
    logFile,
  );
}

/** @param {DockerOptions} options @param {string} target */
async function openRelay({ dataDir, logFile }, target) {
  const socket = path.join(places(dataDir).runDir, 'docker.sock');
  const uid = process.getuid?.() ?? 0;
  return { ...(await guarded({ mode: 'relay', target, socket, uid }, socket, logFile)), ours: false };
}

/** Socket paths end at 107 letters, so they do not go below the data directory. @param {string} dataDir */
function places(dataDir) {
  const id = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 8);
  return { id, runDir: `/run/enginehouse-${id}` };
}

/** @param {Wish} wish @param {string} socket @param {string} logFile @returns {Promise<StartedDocker>} */
async function guarded(wish, socket, logFile) {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  fs.closeSync(fs.openSync(logFile, 'a', 0o600));
  const [command, args] = await asRoot(process.execPath, [GUARD, JSON.stringify(wish)], PURPOSE);
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => {
    child.once('error', resolve);
    child.once('exit', resolve);
  });
  child.stdin.on('error', () => undefined);
  const answer = await Promise.race([firstLine(child.stdout), ended.then(() => 'its guard process ended')]);
  if (answer !== 'ready') {
    throw new LauncherError(
      `The Docker engine did not start: ${answer}. Start Docker yourself or set DOCKER_HOST. The end of ${logFile}:\n${lastLines(logFile)}`,
    );
  }
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  return { name: 'docker', host: `unix://${socket}`, ours: true, stop };
}

/** @param {import('node:stream').Readable} stream @returns {Promise<string>} */
function firstLine(stream) {
  return new Promise((resolve) => createInterface({ input: stream }).once('line', resolve));
}
