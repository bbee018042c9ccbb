// @ts-check
import fs from 'node:fs';

/** @typedef {import('./api-client.mjs').ApiClient} ApiClient */
/** @typedef {import('../cli/progress.mjs').Progress} Progress */

const BACKEND = 'llama-cpp-demo-custom';
const DEPLOYMENT = 'demo';
const MANY_RESTARTS = 3;
const TEMPLATE = new URL('../../demo/backend.yaml', import.meta.url);

/**
 * Registers the demo's backend and deploys the model on it, where it is not deployed yet.
 *
 * @param {{ api: ApiClient, image: string, model: string, progress: Progress }} wish
 * @returns {Promise<{ name: string, since: number }>} its name, and the time from which its events are news
 */
export async function deployDemo({ api, image, model, progress }) {
  const yaml = fs.readFileSync(TEMPLATE, 'utf8').replace(/enginehouse\/demo-engine:\S+/, image);
  const { body: applied } = await api.call('PUT', `/v1/backends/${BACKEND}`, { yaml });
  progress.line(`Backend ${BACKEND} ${verb(applied)} from infra/demo/backend.yaml, revision ${applied.revision}`);
  const since = await removeOutdated(api, applied.revision);
  const spec = { name: DEPLOYMENT, backend: BACKEND, model: { source: 'local_path', path: model } };
  const created = await api.call('POST', '/v1/deployments', { json: spec, allow: [409] });
  progress.line(`Deployment ${DEPLOYMENT} ${created.status === 409 ? 'is there from an earlier start' : 'queued'}`);
  return { name: DEPLOYMENT, since };
}

/** @param {{ created: boolean, changed: boolean }} applied */
function verb({ created, changed }) {
  if (created) return 'registered';
  return changed ? 'updated' : 'unchanged';
}

/**
 * A deployment keeps the backend revision that it was made from, so after a change of the engine the old one goes. So
 * does one that was started again and again, before its restarts are used up.
 *
 * @param {ApiClient} api
 * @param {number} revision
 */
async function removeOutdated(api, revision) {
  const since = Date.now();
  const { status, body } = await api.call('GET', `/v1/deployments/${DEPLOYMENT}`, { allow: [404] });
  if (status === 404) return since;
  const wornOut = body.instances.some((/** @type {{ restarts: number }} */ { restarts }) => restarts >= MANY_RESTARTS);
  if (body.backendRevision === revision && body.status !== 'failed' && !wornOut) return since;
  await api.call('DELETE', `/v1/deployments/${DEPLOYMENT}`);
  return Date.now();
}
