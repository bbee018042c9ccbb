// @ts-check
import fs from 'node:fs';
import { LauncherError } from '../system/launcher-error.mjs';

/** @typedef {import('./api-client.mjs').ApiClient} ApiClient */

const BACKEND = 'llama-cpp-demo-custom';
const DEPLOYMENT = 'demo';
const READY_WITHIN = 60_000;
const TEMPLATE = new URL('../../demo/backend.yaml', import.meta.url);

/**
 * Registers the demo's backend, deploys the model on it where it is not deployed yet, and tells each step as it happens.
 *
 * @param {{ api: ApiClient, image: string, model: string, progress: import('../cli/progress.mjs').Progress }} wish
 * @returns {Promise<{ name: string }>}
 */
export async function deployDemo({ api, image, model, progress }) {
  const yaml = fs.readFileSync(TEMPLATE, 'utf8').replace(/enginehouse\/demo-engine:\S+/, image);
  const applied = await api.call('PUT', `/v1/backends/${BACKEND}`, { yaml });
  progress.line(
    `Backend ${BACKEND} ${verb(applied.body)} from infra/demo/backend.yaml, revision ${applied.body.revision}`,
  );
  const since = await removeOutdated(api, applied.body.revision);
  const spec = { name: DEPLOYMENT, backend: BACKEND, model: { source: 'local_path', path: model } };
  const created = await api.call('POST', '/v1/deployments', { json: spec, allow: [409] });
  progress.line(created.status === 409 ? `Deployment ${DEPLOYMENT} is there` : `Deployment ${DEPLOYMENT} queued`);
  await follow({ api, progress, since });
  return { name: DEPLOYMENT };
}

/** @param {{ created: boolean, changed: boolean }} applied */
function verb({ created, changed }) {
  if (created) return 'registered';
  return changed ? 'updated' : 'unchanged';
}

/**
 * A deployment keeps the backend revision that it was made from: after a change of the engine the old one goes.
 *
 * @param {ApiClient} api
 * @param {number} revision
 * @returns {Promise<number>} the time from which its events are news
 */
async function removeOutdated(api, revision) {
  const since = Date.now();
  const { status, body } = await api.call('GET', `/v1/deployments/${DEPLOYMENT}`, { allow: [404] });
  if (status === 404 || body.backendRevision === revision) return since;
  await api.call('DELETE', `/v1/deployments/${DEPLOYMENT}`);
  return Date.now();
}

/**
 * Tells events until the deployment is ready.
 *
 * @param {{ api: ApiClient, progress: import('../cli/progress.mjs').Progress, since: number }} what
 */
async function follow({ api, progress, since }) {
  const stop = AbortSignal.timeout(READY_WITHIN);
  const path = `/v1/deployments/${DEPLOYMENT}`;
  const isReady = async () => (await api.call('GET', path)).body.status === 'ready';
  if (await isReady()) return;
  try {
    for await (const { at, type, text } of api.events(`${path}/events`, stop)) {
      if (Date.parse(at) < since) continue;
      progress.line(`  ${text}`);
      if (type.endsWith('Failed') || type.endsWith('Ready') || type === 'ProbeAnswered') {
        if (await isReady()) return;
      }
    }
  } catch (error) {
    if (!stop.aborted) throw error;
  }
  const { body } = await api.call('GET', path);
  throw new LauncherError(`The deployment is ${body.status} after ${READY_WITHIN / 1000} s: ${body.reason}`);
}
