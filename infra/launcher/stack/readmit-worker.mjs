// @ts-check
import fs from 'node:fs';
import path from 'node:path';

// How the scheduler says that a person did it; a worker that left by itself comes back by itself.
const REMOVED = /^removed by /;

/**
 * Lets the worker of this machine in again where it was removed while it was known here: without an identity it joins
 * with the launcher's own token. What cannot be found out leaves everything as it is.
 *
 * @param {object} worker
 * @param {string} worker.name
 * @param {string} worker.dataDir of its runtime
 * @param {Pick<import('../demo/api-client.mjs').ApiClient, 'call'>} worker.api
 * @param {() => Promise<void>} worker.restart
 * @returns {Promise<boolean>} whether it joins anew
 */
export async function readmitWorker({ name, dataDir, api, restart }) {
  const identity = path.join(dataDir, 'identity.json');
  if (!fs.existsSync(identity)) return false;
  const { body } = await api.call('GET', `/v1/workers/${name}`).catch(() => ({ body: undefined }));
  if (body?.state !== 'left' || !REMOVED.test(body.reason)) return false;
  fs.rmSync(identity);
  await restart();
  return true;
}
