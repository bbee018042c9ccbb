// @ts-check
import { createEventStore, migrate } from '../../libs/event-store/dist/index.js';
import { newEvent } from './contenders.mjs';
import { spread, median, verdict } from './statistics.mjs';

/** How fast a reader that begins at the first event comes to the end, every event parsed and checked for holes.
 * @param {import('./services.mjs').Services} services @param {{ rounds: number, readEvents: number }} plan */
export async function measureReading(services, { rounds, readEvents }) {
  const url = await services.database();
  await migrate(url, 'log');
  const store = createEventStore({ connection: url, schema: 'log' });
  await fill(store, readEvents);
  const speeds = [];
  for (let round = -1; round < rounds; round += 1) {
    const start = performance.now();
    let count = 0;
    const follower = store.follow({ after: 0, batchSize: 1000, handler: (events) => void (count += events.length) });
    await follower.caughtUp;
    if (round >= 0) {
      speeds.push(count / ((performance.now() - start) / 1000));
    }
    await follower.stop();
  }
  const start = performance.now();
  const verified = await store.verifyLog();
  const perSecond = readEvents / ((performance.now() - start) / 1000);
  await store.close();
  console.log(`Catching up: ${spread(speeds, 0)} events/s ${verdict(median(speeds), 80_000)}`);
  console.log(`Verifying the hash chain: ${Math.round(perSecond)} events/s, intact: ${verified.intact}\n`);
}

/** @param {import('../../libs/event-store/dist/index.js').EventStore} store @param {number} count */
export async function fill(store, count) {
  const perAppend = 10;
  const writers = Array.from({ length: 64 }, async (_, writer) => {
    for (let n = writer; n < count / perAppend; n += 64) {
      await store.append(`backend:${n % 1000}`, Array.from({ length: perAppend }, newEvent));
    }
  });
  await Promise.all(writers);
}
