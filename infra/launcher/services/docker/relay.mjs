// @ts-check
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

/**
 * A door to the system's Docker engine for a user who may use sudo but is not in the group `docker`. Starting a second
 * engine beside it would rewrite the first one's firewall rules.
 *
 * @typedef {object} RelayWish
 * @property {'relay'} mode
 * @property {string} target the system's socket
 * @property {string} socket ours
 * @property {number} uid who may use it
 */

/** @param {RelayWish} wish */
export async function startRelay({ target, socket, uid }) {
  fs.mkdirSync(path.dirname(socket), { recursive: true, mode: 0o755 });
  fs.rmSync(socket, { force: true });
  const server = net.createServer({ allowHalfOpen: true }, (client) => {
    const engine = net.connect({ path: target, allowHalfOpen: true });
    client.pipe(engine).pipe(client);
    client.on('error', () => engine.destroy());
    engine.on('error', () => client.destroy());
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => resolve(undefined));
  });
  fs.chmodSync(socket, 0o600);
  fs.chownSync(socket, uid, -1);
  return {
    ended: new Promise(() => undefined),
    stop: async () => {
      server.close();
      fs.rmSync(path.dirname(socket), { recursive: true, force: true });
    },
  };
}
