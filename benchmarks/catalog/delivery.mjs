// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, consumerOpts, credsAuthenticator } from 'nats';
import { quantile, verdict } from './statistics.mjs';

const perConnection = 20;

/**
 * From a command's departure to its event at a JetStream subscriber, while many others follow the same stream. Every
 * subscriber is an ordered consumer of its own; one of them is timed.
 *
 * @param {import('./stack.mjs').Stack} stack @param {{ commands: number, subscribers: number }} plan
 */
export async function measureDelivery(stack, { commands, subscribers }) {
  const name = 'bench-delivery-custom';
  const version = { name: 'v1', images: [{ framework: 'cpu', image_name: 'a/b:1' }] };
  await stack.request('POST', '/v1/backends', { backend_name: name, versions: [version] });
  /** @type {Map<string, (at: number) => void>} */
  const awaited = new Map();
  let delivered = 0;
  const connections = [];
  for (let at = 0; at < subscribers; at += perConnection) {
    const connection = await connect({ servers: stack.natsUrl, ...access(stack) });
    connections.push(connection);
    for (let n = 0; n < Math.min(perConnection, subscribers - at); n += 1) {
      const isTimed = at === 0 && n === 0;
      await follow(connection, (text) => {
        delivered += 1;
        if (isTimed) awaited.get(text)?.(performance.now());
      });
    }
  }
  /** @type {number[]} */
  const latencies = [];
  for (let n = 0; n < commands; n += 1) {
    const text = `change ${n}`;
    const arrived = new Promise((resolve) => awaited.set(text, resolve));
    const start = performance.now();
    const answer = await stack.request('PATCH', `/v1/backends/${name}`, { description: text });
    if (answer.status !== 200) throw new Error(`the command was refused: ${await answer.text()}`);
    latencies.push(Number(await arrived) - start);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  console.log(`Command to event on a JetStream subscriber beside ${subscribers - 1} others (${delivered} deliveries)`);
  console.log(
    `  p50 ${p50.toFixed(2)} ms ${verdict(p50, 5, true)}, p99 ${p99.toFixed(2)} ms ${verdict(p99, 25, true)}`,
  );
  await Promise.all(connections.map((connection) => connection.close()));
}

/** @param {import('nats').NatsConnection} connection @param {(description: string) => void} seen */
async function follow(connection, seen) {
  const options = consumerOpts();
  options.orderedConsumer();
  options.deliverNew();
  options.callback((_error, message) => {
    if (message) seen(JSON.parse(message.string()).changes?.description ?? '');
  });
  await connection.jetstream().subscribe('catalog.backend.>', options);
}

/** @param {import('./stack.mjs').Stack} stack */
function access({ dataDir }) {
  const creds = readFileSync(join(dataDir, 'nats/creds/follower.creds'));
  return { authenticator: credsAuthenticator(new Uint8Array(creds)), inboxPrefix: '_INBOX.follower' };
}
