// @ts-check
import { createEventStore, migrate } from '../../libs/event-store/dist/index.js';
import { newEvent } from './contenders.mjs';
import { quantile, spread, median, verdict } from './statistics.mjs';

const writers = 8;

/** What a subscriber that takes 10 ms per event does to the appends: their p99 with it against without it.
 * @param {import('./services.mjs').Services} services @param {{ rounds: number, turnMs: number }} plan */
export async function measureIsolation(services, { rounds, turnMs }) {
  const url = await services.database();
  await migrate(url, 'log');
  const store = createEventStore({ connection: url, schema: 'log' });
  const slow = createEventStore({ connection: url, schema: 'log' });
  const ratios = [];
  for (let round = -1; round < rounds; round += 1) {
    const without = await p99(store, turnMs);
    const { position } = await store.head();
    const follower = slow.follow({
      after: position,
      batchSize: 10,
      handler: () => new Promise((resolve) => setTimeout(resolve, 100)),
    });
    const withSlow = await p99(store, turnMs);
    await follower.stop();
    if (round >= 0) {
      ratios.push(withSlow / without);
    }
  }
  await Promise.all([store.close(), slow.close()]);
  console.log(
    `Append p99 beside a slow subscriber, against without: ${spread(ratios)} ${verdict(median(ratios), 1.1, true)}\n`,
  );
}

/** @param {import('../../libs/event-store/dist/index.js').EventStore} store @param {number} turnMs */
async function p99(store, turnMs) {
  /** @type {number[]} */
  const samples = [];
  const end = performance.now() + turnMs;
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      while (performance.now() < end) {
        const start = performance.now();
        await store.append(`backend:${writer}`, [newEvent()]);
        samples.push(performance.now() - start);
      }
    }),
  );
  return quantile(samples, 0.99);
}
