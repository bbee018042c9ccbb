// @ts-check
import { createEventStore, migrate, startRelay } from '../../libs/event-store/dist/index.js';
import { connectBus } from '../../libs/messaging/dist/index.js';
import { createJetStreamPublisher } from '../../libs/messaging/dist/jetstream-publisher.js';
import { fill } from './reading.mjs';
import { verdict } from './statistics.mjs';

/** How fast a log gets into an empty JetStream stream.
 * @param {import('./services.mjs').Services} services @param {{ relayEvents: number }} plan */
export async function measureRelay(services, { relayEvents }) {
  const url = await services.database();
  await migrate(url, 'log');
  const store = createEventStore({ connection: url, schema: 'log' });
  await fill(store, relayEvents);
  const bus = await connectBus({ url: services.natsUrl, service: 'bench' });
  const publisher = createJetStreamPublisher({ bus, stream: 'BENCH', subjects: ['bench.>'] });
  const start = performance.now();
  const relay = startRelay({
    store,
    publisher,
    subjectOf: ({ streamId }) => `bench.${streamId.replace(':', '.')}`,
    source: '/bench',
    leaderKey: 1n,
  });
  while ((await relay.status()).position < relayEvents) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const perSecond = relayEvents / ((performance.now() - start) / 1000);
  await relay.stop();
  await store.close();
  await bus.close();
  console.log(`Relay: ${Math.round(perSecond)} messages/s ${verdict(perSecond, 10_000)}\n`);
}
