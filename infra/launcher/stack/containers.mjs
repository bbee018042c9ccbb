// @ts-check
import { dockerRequest } from '../images/docker-client.mjs';

const GRACE_SECONDS = 10;

/**
 * Stops the containers of an installation on an engine that is not ours, and so does not end with us. They stay, with
 * their logs, and are started again with the next start.
 *
 * @param {string} host
 * @param {string} installation
 */
export async function stopContainers(host, installation) {
  const filters = encodeURIComponent(JSON.stringify({ label: [`enginehouse.io/installation=${installation}`] }));
  const { status, body } = await dockerRequest(host, { path: `/containers/json?filters=${filters}` });
  if (status !== 200) return;
  /** @type {readonly { Id: string }[]} */
  const running = JSON.parse(body);
  const stop = (/** @type {string} */ id) =>
    dockerRequest(host, { method: 'POST', path: `/containers/${id}/stop?t=${GRACE_SECONDS}` });
  await Promise.all(running.map(({ Id }) => stop(Id)));
}
