// @ts-check
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { waitUntil } from '../../system/wait-until.mjs';
import { createBridge, removeBridge } from './bridge.mjs';
import { clearLeftovers, unmountBelow } from './leftovers.mjs';
import { dockerSocketState } from './socket.mjs';

/**
 * @typedef {object} DaemonWish
 * @property {'daemon'} mode
 * @property {string} dockerd
 * @property {string | undefined} ip the program of that name, for the bridge
 * @property {Record<string, string>} env
 * @property {string} dataRoot images and containers; kept
 * @property {string} runDir socket, pid file and containerd's sockets; a short path, removed at the end
 * @property {number} group who may use the socket
 * @property {string} bridge
 * @property {string} logFile
 * @property {boolean} ephemeral whether images and containers go when the engine ends
 */

// Stopping containers may take their own grace period of ten seconds.
const STOP_GRACE = 30_000;

/** @param {DaemonWish} wish */
export async function startDaemon(wish) {
  const { runDir, dataRoot, logFile } = wish;
  await clearLeftovers(wish);
  fs.mkdirSync(runDir, { recursive: true, mode: 0o755 });
  fs.mkdirSync(dataRoot, { recursive: true, mode: 0o711 });
  const bridge = await createBridge(wish);
  const log = fs.openSync(logFile, 'a');
  const env = { ...wish.env, HOME: runDir };
  const child = spawn(wish.dockerd, daemonArguments(wish, bridge), {
    env,
    stdio: ['ignore', log, log],
    detached: true,
  });
  let running = true;
  const ended = new Promise((resolve) => {
    child.once('error', (error) => fs.writeSync(log, `${error.message}\n`) && resolve(undefined));
    child.once('exit', resolve);
  }).then(() => (running = false));
  const socket = path.join(runDir, 'docker.sock');
  await waitUntil(async () => !running || (await dockerSocketState(socket)) === 'answers', {
    timeout: 60_000,
    what: `dockerd to answer; its log is ${logFile}`,
  });
  const stop = async () => {
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE);
    const asked = running;
    if (asked) child.kill('SIGTERM');
    await ended;
    clearTimeout(kill);
    // An engine that crashed leaves containers; the next one finds them again through these files.
    if (!asked && !wish.ephemeral) return;
    await removeBridge(wish);
    for (const directory of [runDir, dataRoot]) await unmountBelow(directory);
    fs.rmSync(runDir, { recursive: true, force: true });
    if (wish.ephemeral) fs.rmSync(dataRoot, { recursive: true, force: true });
  };
  if (running) return { ended, stop };
  await stop();
  throw new Error('dockerd ended while it started');
}

/**
 * No firewall rules and no routing: published ports go through Docker's own proxy, which is enough to reach containers
 * from this machine, and leaves the host's network, and another engine's rules on it, as they were.
 *
 * @param {DaemonWish} wish
 * @param {string | undefined} bridge
 */
function daemonArguments({ dataRoot, runDir, group }, bridge) {
  const settings = {
    'data-root': dataRoot,
    'exec-root': path.join(runDir, 'exec'),
    host: `unix://${path.join(runDir, 'docker.sock')}`,
    group: String(group),
    pidfile: path.join(runDir, 'dockerd.pid'),
    iptables: 'false',
    ip6tables: 'false',
    'ip-forward': 'false',
    'ip-masq': 'false',
    ...(bridge === undefined ? {} : { bridge }),
  };
  return Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
}
