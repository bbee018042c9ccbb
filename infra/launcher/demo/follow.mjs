// @ts-check
import { LauncherError } from '../system/launcher-error.mjs';

/**
 * Tells what happens to a deployment, from `since` on, until the signal.
 *
 * @param {object} what
 * @param {import('./api-client.mjs').ApiClient} what.api
 * @param {string} what.name
 * @param {number} what.since
 * @param {AbortSignal} what.signal
 * @param {import('../cli/progress.mjs').Progress} what.progress
 * @throws {LauncherError} when the deployment has failed for good
 */
export async function followDeployment({ api, name, since, signal, progress }) {
  try {
    for await (const { at, type, text } of api.events(`/v1/deployments/${name}/events`, signal)) {
      if (Date.parse(at) < since) continue;
      progress.line(`  ${text}`);
      if (type.endsWith('Failed')) await refuseFailed(api, name);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** @param {import('./api-client.mjs').ApiClient} api @param {string} name */
async function refuseFailed(api, name) {
  const { body } = await api.call('GET', `/v1/deployments/${name}`);
  if (body.status !== 'failed') return;
  const log = (body.instances?.[0]?.lastLogLines ?? []).join('\n');
  throw new LauncherError(`The deployment ${name} failed: ${body.reason}\n${log}`);
}
