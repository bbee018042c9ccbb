// @ts-check

// What needs no more waiting, or is told elsewhere that it waits for somebody.
const SETTLED = ['ready', 'stopped', 'failed'];

/**
 * How many deployments of an earlier start are on their way up; undefined where there are none, or the api cannot tell.
 *
 * @param {import('../demo/api-client.mjs').ApiClient} api
 * @returns {Promise<string | undefined>}
 */
export async function startingAgain(api) {
  const { body } = await api.call('GET', '/v1/deployments').catch(() => ({ body: { items: [] } }));
  const { length } = body.items.filter((/** @type {{ status: string }} */ { status }) => !SETTLED.includes(status));
  if (length === 0) return undefined;
  return length === 1 ? '1 deployment is starting again' : `${length} deployments are starting again`;
}
