// @ts-check
import http from 'node:http';
import { pipeline } from 'node:stream/promises';
import { LauncherError } from '../system/launcher-error.mjs';

/**
 * One request to a Docker engine, at a `unix://` or `tcp://` address.
 *
 * @param {string} host
 * @param {{ method?: string, path: string, body?: AsyncIterable<Buffer>, type?: string }} request
 * @returns {Promise<{ status: number, body: string }>}
 */
export async function dockerRequest(host, { method = 'GET', path, body, type = 'application/json' }) {
  const request = http.request({ ...address(host), method, path, headers: body && { 'content-type': type } });
  const answer = new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
  if (body) await Promise.race([pipeline(body, request), answer]);
  else request.end();
  const response = /** @type {http.IncomingMessage} */ (await answer);
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return { status: response.statusCode ?? 0, body: text };
}

/** @param {string} host */
function address(host) {
  const url = new URL(host);
  if (url.protocol === 'unix:') return { socketPath: url.pathname };
  if (['tcp:', 'http:'].includes(url.protocol)) return { host: url.hostname, port: url.port || 2375 };
  throw new LauncherError(`DOCKER_HOST is "${host}": the demo can build its image over unix:// and tcp:// only.`);
}
