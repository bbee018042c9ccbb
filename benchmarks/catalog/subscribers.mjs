// @ts-check
import { readFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { connect, credsAuthenticator } from 'nats';
import { JetStreamLog } from '../../libs/client/dist/nats/jetstream-log.js';
import { LightFollower } from './light-follower.mjs';

const perConnection = 20;
const heartbeatNanos = 5_000_000_000;
const inboxPrefix = '_INBOX.follower';

/** What a follower's consumer is: pushed, without acknowledgements, with flow control. */
const consumer = {
  deliver_policy: 'new',
  filter_subject: 'catalog.backend.>',
  ack_policy: 'none',
  max_deliver: 1,
  flow_control: true,
  idle_heartbeat: heartbeatNanos,
  mem_storage: true,
  num_replicas: 1,
};

/** @typedef {import('./light-follower.mjs').Place} Place */
/** Whether a follower listens to copies, as our client does, or has a consumer of its own. @typedef {'copies' | 'consumers'} By */

/** Milliseconds on a clock that all threads share. */
export const now = () => performance.timeOrigin + performance.now();

/** @param {Place} place */
export const connectFollower = ({ natsUrl, credsFile }) =>
  connect({
    servers: natsUrl,
    authenticator: credsAuthenticator(new Uint8Array(readFileSync(credsFile))),
    inboxPrefix,
  });

/** Follows the stream by the product's own client, from a position on.
 * @param {Place} place @param {number} after @param {(event: import('@enginehouse/contracts').RecordedEvent) => void} seen */
export function followByClient({ natsUrl, credsFile }, after, seen) {
  const access = { url: natsUrl, creds: readFileSync(credsFile, 'utf8') };
  const log = new JetStreamLog('catalog', access, (trouble) => console.error(trouble));
  const stop = new AbortController();
  void (async () => {
    while (!log.available) await new Promise((resolve) => setTimeout(resolve, 10));
    for await (const { event } of log.messages(after, stop.signal)) if (event) seen(event);
  })();
  return {
    async close() {
      stop.abort();
      await log.close();
    },
  };
}

/**
 * So many subscribers in a thread of their own; `stop` tells how many messages they got, and when half of them and
 * the last of them had each event that all of them got.
 *
 * @param {Place & { count: number, by: By }} wish
 */
export async function startCrowd(wish) {
  const worker = new Worker(new URL(import.meta.url), { workerData: wish });
  await told(worker);
  return {
    /** @returns {Promise<{ deliveries: number, at: Map<string, { half: number, last: number }> }>} */
    async stop() {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- another thread of this program, no window
      worker.postMessage('stop');
      return told(worker);
    },
  };
}

/** @param {Worker} worker @returns {Promise<any>} */
const told = (worker) =>
  new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });

/** @param {Place & { count: number, by: By }} wish */
async function beCrowd({ count, by, ...place }) {
  const connections = [];
  /** @type {Map<string, { got: number, half: number, at: number }>} */
  const events = new Map();
  let deliveries = 0;
  const seen = (/** @type {string} */ id) => {
    deliveries += 1;
    const event = events.get(id) ?? { got: 0, half: 0, at: 0 };
    event.got += 1;
    if (event.got === Math.ceil(count / 2)) event.half = now();
    if (event.got === count) event.at = now();
    events.set(id, event);
  };
  for (let at = 0; at < count; at += perConnection) {
    const connection = await LightFollower.connect(place);
    connections.push(connection);
    const own = Math.min(perConnection, count - at);
    const begin = () =>
      by === 'copies' ? connection.listen('live.CATALOG.>', seen) : connection.follow(consumer, seen);
    await Promise.all(Array.from({ length: own }, begin));
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- another thread of this program, no window
  parentPort?.postMessage('ready');
  await new Promise((resolve) => parentPort?.once('message', resolve));
  connections.forEach((connection) => connection.close());
  const whole = [...events].filter(([, { got }]) => got === count);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- another thread of this program, no window
  parentPort?.postMessage({ deliveries, at: new Map(whole.map(([id, { half, at }]) => [id, { half, last: at }])) });
}

if (!isMainThread && workerData?.count !== undefined) await beCrowd(workerData);
