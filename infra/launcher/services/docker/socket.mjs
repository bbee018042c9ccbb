// @ts-check
import http from 'node:http';
import os from 'node:os';

/** @typedef {'answers' | 'denied' | 'absent'} SocketState */

/**
 * Whether a Docker engine answers at a unix socket, or would if we were allowed to ask.
 *
 * @param {string} socketPath
 * @returns {Promise<SocketState>}
 */
export function dockerSocketState(socketPath) {
  return new Promise((resolve) => {
    const request = http.get({ socketPath, path: '/_ping', timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? 'answers' : 'absent');
    });
    request.once('timeout', () => request.destroy());
    request.once('error', (/** @type {NodeJS.ErrnoException} */ { code }) =>
      resolve(code === 'EACCES' ? 'denied' : 'absent'),
    );
  });
}

/** Where a Docker engine usually listens: the system's, then the user's own (rootless). */
export function usualDockerSockets() {
  const runtimeDir = process.env.XDG_RUNTIME_DIR ?? `/run/user/${os.userInfo().uid}`;
  return ['/var/run/docker.sock', `${runtimeDir}/docker.sock`];
}
