import { afterEach, expect, it } from 'vitest';
import { webhooks as contracts } from '@enginehouse/contracts';
import { dedicatedPostgres, testNats, testPostgres, waitUntil } from '@enginehouse/testing';
import { Receiver } from './testing/receiver.js';
import { startWebhooks, valueOf, type RunningWebhooks } from './testing/running-webhooks.js';
import { redisForDeliveries } from './testing/with-redis.js';

const ends: (() => Promise<unknown>)[] = [];
const until = (what: string, check: () => boolean | Promise<boolean>) => waitUntil(check, { what, timeout: 40_000 });

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

function ended<T>(resource: T, end: (resource: T) => Promise<unknown>): T {
  ends.push(() => end(resource));
  return resource;
}

async function deliversAgain(webhooks: RunningWebhooks, receiver: Receiver): Promise<void> {
  const before = receiver.received.length;
  await until('deliveries to go on', () => receiver.received.length > before);
  await until('readiness', () => webhooks.ready().ready);
}

it('outlasts a PostgreSQL that is away, says so, and goes on by itself', { timeout: 90_000 }, async () => {
  const postgres = ended(await dedicatedPostgres(), (server) => server.close());
  const nats = ended(await testNats(), (server) => server.close());
  const receiver = ended(await Receiver.start(), (each) => each.stop());
  const webhooks = ended(await startWebhooks({ databaseUrl: postgres.url, natsUrl: nats.url }), (each) => each.stop());
  await webhooks.add('steady', receiver.url);
  webhooks.logs.append('catalog', 'VersionAdded');
  await until('a delivery', () => receiver.received.length === 1);
  await postgres.kill();
  webhooks.logs.append('catalog', 'VersionAdded');
  await until('the reason', () => webhooks.ready().checks['jobs']?.detail.startsWith('PostgreSQL') ?? false);
  expect(webhooks.ready()).toMatchObject({ ready: false, checks: { webhooks: { ok: false }, jobs: { ok: false } } });
  expect(await webhooks.ask(contracts.listWebhooks, {})).toMatchObject({ error: { code: 'unavailable' } });
  await postgres.start();
  await deliversAgain(webhooks, receiver);
});

it('outlasts a Redis that is away, says so, and goes on by itself', { timeout: 90_000 }, async () => {
  const database = ended(await testPostgres(), (each) => each.close());
  const nats = ended(await testNats(), (server) => server.close());
  const redis = ended(await redisForDeliveries(), (server) => server.close());
  const receiver = ended(await Receiver.start(), (each) => each.stop());
  const options = { databaseUrl: database.url, natsUrl: nats.url, redisUrl: redis.url };
  const webhooks = ended(await startWebhooks(options), (each) => each.stop());
  await webhooks.add('steady', receiver.url);
  webhooks.logs.append('catalog', 'VersionAdded');
  await until('a delivery', () => receiver.received.length === 1);
  await redis.kill();
  webhooks.logs.append('catalog', 'VersionAdded');
  await until('the reason', () => webhooks.ready().checks['jobs']?.detail.startsWith('Redis') ?? false);
  expect(webhooks.ready().ready).toBe(false);
  await redis.start();
  await deliversAgain(webhooks, receiver);
});

it('outlasts a NATS that is away, and catches up with the logs', { timeout: 90_000 }, async () => {
  const database = ended(await testPostgres(), (each) => each.close());
  const nats = ended(await testNats(), (server) => server.close());
  const receiver = ended(await Receiver.start(), (each) => each.stop());
  const webhooks = ended(await startWebhooks({ databaseUrl: database.url, natsUrl: nats.url }), (each) => each.stop());
  await webhooks.add('steady', receiver.url);
  webhooks.logs.append('catalog', 'VersionAdded');
  await until('a delivery', () => receiver.received.length === 1);
  await nats.stop();
  const missed = webhooks.logs.appendMany('catalog', 'VersionAdded', 3);
  await until('unreadiness', () => !webhooks.ready().ready);
  await nats.start();
  await until('what was missed', () => receiver.received.length === 4);
  expect(receiver.ids.slice(1).toSorted()).toEqual(missed.map(({ id }) => id).toSorted());
  await until('readiness', () => webhooks.ready().ready);
});

it('goes on where a log that was restored from a copy and what it has read part', { timeout: 60_000 }, async () => {
  const database = ended(await testPostgres(), (each) => each.close());
  const nats = ended(await testNats(), (server) => server.close());
  const receiver = ended(await Receiver.start(), (each) => each.stop());
  const webhooks = ended(await startWebhooks({ databaseUrl: database.url, natsUrl: nats.url }), (each) => each.stop());
  await webhooks.add('steady', receiver.url);
  webhooks.logs.appendMany('catalog', 'VersionAdded', 5);
  await until('five deliveries', () => receiver.received.length === 5);
  const { logs } = webhooks;
  logs.events.catalog.splice(3);
  logs.epochs = [...logs.epochs, { epoch: 2, afterPosition: 3 }];
  const again = logs.appendMany('catalog', 'VersionRemoved', 3);
  await until('the other story', () => receiver.received.length === 8);
  expect(receiver.ids.slice(5).toSorted()).toEqual(again.map(({ id }) => id).toSorted());
});

it(
  'takes no more than fits from the log while a receiver takes nothing, and forgets nothing',
  { timeout: 60_000 },
  async () => {
    const database = ended(await testPostgres(), (each) => each.close());
    const nats = ended(await testNats(), (server) => server.close());
    const receiver = ended(await Receiver.start(() => ({ status: 503 })), (each) => each.stop());
    const options = { databaseUrl: database.url, natsUrl: nats.url, maxWaiting: 100, retryDelays: [3600] };
    const webhooks = ended(await startWebhooks(options), (each) => each.stop());
    await webhooks.add('full', receiver.url);
    webhooks.logs.appendMany('catalog', 'VersionAdded', 600);
    const view = async () => valueOf(await webhooks.ask(contracts.getWebhook, { name: 'full' }));
    await until('a full queue', async () => (await view()).positions.catalog > 0);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const { deliveries, positions } = await view();
    expect(positions.catalog).toBe(200);
    expect(deliveries.pending + deliveries.retrying).toBe(200);
    expect(webhooks.ready().checks['catalog']?.detail).toBe('position 200 of 600');
  },
);
