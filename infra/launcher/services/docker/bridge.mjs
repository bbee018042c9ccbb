// @ts-check
import fs from 'node:fs';
import { runCommand, tryCommand } from '../../system/run-command.mjs';

/** @typedef {{ ip: string | undefined, bridge: string, env: NodeJS.ProcessEnv }} BridgeWish `env`: unpacked programs find their libraries by it */

/**
 * A network bridge of our own, so that the system's `docker0` stays another engine's business. Without the program
 * `ip` Docker makes its usual one.
 *
 * @param {BridgeWish} wish
 * @returns {Promise<string | undefined>} its name
 */
export async function createBridge({ ip, bridge, env }) {
  if (ip === undefined) return undefined;
  await removeBridge({ ip, bridge, env });
  await runCommand(ip, ['link', 'add', bridge, 'type', 'bridge'], { env });
  await runCommand(ip, ['addr', 'add', `${freeSubnet(bridge)}.1/24`, 'dev', bridge], { env });
  await runCommand(ip, ['link', 'set', bridge, 'up'], { env });
  return bridge;
}

/** @param {BridgeWish} wish */
export async function removeBridge({ ip, bridge, env }) {
  if (ip !== undefined) await tryCommand(ip, ['link', 'del', bridge], { env });
}

/**
 * The first three numbers of a private network that this machine has no route to. The name, which ends in a hexadecimal
 * hash, decides where the search starts, so that two engines rarely meet.
 *
 * @param {string} bridge
 */
function freeSubnet(bridge) {
  const start = Number.parseInt(bridge.slice(-2), 16) || 0;
  const candidates = Array.from({ length: 256 }, (_, step) => `10.213.${(start + step) % 256}`);
  const taken = new Set(routedNetworks());
  const free = candidates.find((candidate) => !taken.has(candidate));
  if (free === undefined) throw new Error('No free network 10.213.x.0/24 is left for the container bridge');
  return free;
}

/** The routing table gives addresses as little-endian hexadecimal numbers. */
function routedNetworks() {
  const rows = fs.readFileSync('/proc/net/route', 'utf8').trim().split('\n').slice(1);
  return rows.map((row) => {
    const [last, third, second, first] = Buffer.from(row.split('\t')[1] ?? '', 'hex');
    return last === 0 ? `${first}.${second}.${third}` : '';
  });
}
