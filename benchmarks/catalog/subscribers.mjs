// @ts-check
import { readFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { connect, createInbox, credsAuthenticator } from 'nats';
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

/** Milliseconds on a clock that all threads share. */
export const now = () => performance.timeOrigin + performance.now();

/** @param {Place} place */
export const connectFollower = ({ natsUrl, credsFile }) =>
  connect({
    servers: natsUrl,
    authenticator: credsAuthenticator(new Uint8Array(readFileSync(credsFile))),
    inboxPrefix,
  });

/** A consumer of its own on the stream, as ordered consumers are.
 * @param {import('nats').NatsConnection} connection @param {(message: import('nats').Msg) => void} seen */
export async function follow(connection, seen) {
  const inbox = createInbox(inboxPrefix);
  connection.subscribe(inbox, {
    callback: (_error, message) => {
      if (!message.headers?.code) seen(message);
      else if (message.reply) connection.publish(message.reply);
    },
  });
  const config = { ...consumer, deliver_subject: inbox };
  const request = JSON.stringify({ stream_name: 'CATALOG', config });
  const answer = await connection.request('$JS.API.CONSUMER.CREATE.CATALOG', request, { timeout: 10_000 });
  const { error } = /** @type {{ error?: { description: string } }} */ (answer.json());
  if (error) throw new Error(error.description);
}

/**
 * So many subscribers in a thread of their own; `stop` tells how many messages they got, and when the last of them had
 * each event that all of them got.
 *
 * @param {Place & { count: number }} wish
 */
export async function startCrowd(wish) {
  const worker = new Worker(new URL(import.meta.url), { workerData: wish });
  await told(worker);
  return {
    /** @returns {Promise<{ deliveries: number, lastAt: Map<string, number> }>} */
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

/** @param {Place & { count: number }} wish */
async function beCrowd({ count, ...place }) {
  const connections = [];
  /** @type {Map<string, { got: number, at: number }>} */
  const events = new Map();
  let deliveries = 0;
  const seen = (/** @type {string} */ id) => {
    deliveries += 1;
    const event = events.get(id) ?? { got: 0, at: 0 };
    event.got += 1;
    if (event.got === count) event.at = now();
    events.set(id, event);
  };
  for (let at = 0; at < count; at += perConnection) {
    const connection = await LightFollower.connect(place);
    connections.push(connection);
    const own = Math.min(perConnection, count - at);
    await Promise.all(Array.from({ length: own }, () => connection.follow(consumer, seen)));
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- another thread of this program, no window
  parentPort?.postMessage('ready');
  await new Promise((resolve) => parentPort?.once('message', resolve));
  connections.forEach((connection) => connection.close());
  const whole = [...events].filter(([, { got }]) => got === count);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- another thread of this program, no window
  parentPort?.postMessage({ deliveries, lastAt: new Map(whole.map(([id, { at }]) => [id, at])) });
}

if (!isMainThread && workerData?.count !== undefined) await beCrowd(workerData);
