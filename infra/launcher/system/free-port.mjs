// @ts-check
import net from 'node:net';

/**
 * A TCP port nobody listens on: `preferred` where it is free, so that a second start keeps its addresses, else any.
 *
 * @param {number} [preferred]
 * @param {string} [host]
 * @returns {Promise<number>}
 */
export function freePort(preferred = 0, host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', (error) => (preferred === 0 ? reject(error) : resolve(freePort(0, host))));
    probe.listen(preferred, host, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * The first of these ports that nobody listens on, else any.
 *
 * @param {readonly (number | undefined)[]} candidates
 * @param {string} host
 */
export async function firstFreePort(candidates, host) {
  for (const candidate of candidates) {
    if (candidate !== undefined && (await freePort(candidate, host)) === candidate) return candidate;
  }
  return freePort(0, host);
}

/**
 * Whether something accepts connections at the address.
 *
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<boolean>}
 */
export function accepts(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host, timeout: 1_000 });
    const answer = (/** @type {boolean} */ open) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
  });
}
