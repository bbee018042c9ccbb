// @ts-check
import { createEventStore, migrate } from '../../libs/event-store/dist/index.js';
import { newEvent } from './contenders.mjs';
import { quantile, verdict } from './statistics.mjs';

/** From the call of append to the handler of a subscriber that has its own connections, one append at a time.
 * @param {import('./services.mjs').Services} services @param {{ latencySamples: number }} plan */
export async function measureLatency(services, { latencySamples }) {
  const url = await services.database();
  await migrate(url, 'log');
  const writer = createEventStore({ connection: url, schema: 'log' });
  const reader = createEventStore({ connection: url, schema: 'log' });
  /** @type {Map<string, number>} */
  const sent = new Map();
  /** @type {number[]} */
  const samples = [];
  const follower = reader.follow({
    after: 0,
    handler: (events) => {
      for (const { id } of events) {
        samples.push(performance.now() - (sent.get(id) ?? Number.NaN));
      }
    },
  });
  await follower.caughtUp;
  for (let n = 0; n < latencySamples; n += 1) {
    const event = newEvent();
    sent.set(event.id, performance.now());
    await writer.append(`backend:${n % 10}`, [event]);
    await follower.waitFor(n + 1);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all([writer.close(), reader.close()]);
  const warm = samples.slice(50);
  const [p50, p99] = [quantile(warm, 0.5), quantile(warm, 0.99)];
  console.log(
    `Append to subscriber: p50 ${p50.toFixed(2)} ms ${verdict(p50, 2, true)}, p99 ${p99.toFixed(2)} ms ${verdict(p99, 10, true)}\n`,
  );
}
