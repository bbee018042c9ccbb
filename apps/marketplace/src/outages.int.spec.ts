import { afterEach, expect, it } from 'vitest';
import { marketplace as contracts, type RecordedEvent } from '@enginehouse/contracts';
import { connectBus } from '@enginehouse/messaging';
import { dedicatedPostgres, testNats, testPostgres, testRedis, waitUntil } from '@enginehouse/testing';
import { indexOf } from './testing/index-of.js';
import { startMarketplace, valueOf, type RunningMarketplace } from './testing/running-marketplace.js';

const ends: (() => Promise<unknown>)[] = [];
const until = (what: string, check: () => boolean | Promise<boolean>) => waitUntil(check, { what, timeout: 40_000 });

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

function ended<T>(resource: T, end: (resource: T) => Promise<unknown>): T {
  ends.push(() => end(resource));
  return resource;
}

async function syncsAgain(market: RunningMarketplace, name: string): Promise<void> {
  await until('readiness', () => market.ready().ready);
  expect(await market.sync(name)).toMatchObject({ state: 'unchanged' });
}

it('outlasts a PostgreSQL that is away, says so, and goes on by itself', { timeout: 120_000 }, async () => {
  const postgres = ended(await dedicatedPostgres(), (server) => server.close());
  const nats = ended(await testNats(), (server) => server.close());
  const market = ended(await startMarketplace({ databaseUrl: postgres.url, natsUrl: nats.url }), (each) => each.stop());
  await market.add('steady', indexOf(['One']));
  await postgres.kill();
  await until('the reason', () => market.ready().checks['jobs']?.ok === false);
  expect(market.ready()).toMatchObject({ ready: false, checks: { sources: { ok: false }, jobs: { ok: false } } });
  expect(await market.ask(contracts.syncSource, { name: 'steady' })).toMatchObject({ ok: false });
  await postgres.start();
  await syncsAgain(market, 'steady');
});

it(
  'outlasts a Redis that is away: sources are shown, syncs are refused with the reason',
  { timeout: 120_000 },
  async () => {
    const database = ended(await testPostgres(), (each) => each.close());
    const nats = ended(await testNats(), (server) => server.close());
    const redis = ended(await testRedis(), (server) => server.close());
    const options = { databaseUrl: database.url, natsUrl: nats.url, redisUrl: redis.url };
    const market = ended(await startMarketplace(options), (each) => each.stop());
    await market.add('steady', indexOf(['One']));
    await redis.kill();
    await until('the reason', () => market.ready().checks['jobs']?.detail.startsWith('Redis') ?? false);
    expect(await market.source('steady')).toMatchObject({ state: 'ok', nextSyncAt: null });
    expect(await market.ask(contracts.syncSource, { name: 'steady' })).toMatchObject({
      error: { code: 'unavailable', hint: expect.stringContaining('REDIS_URL') },
    });
    await redis.start();
    await syncsAgain(market, 'steady');
  },
);

it('publishes its log in order, and again where the stream was lost', { timeout: 120_000 }, async () => {
  const database = ended(await testPostgres(), (each) => each.close());
  const nats = ended(await testNats(), (server) => server.close());
  const market = ended(await startMarketplace({ databaseUrl: database.url, natsUrl: nats.url }), (each) => each.stop());
  await market.add('published', indexOf(['One']));
  const reader = ended(await connectBus({ url: nats.url, service: 'api' }), (bus) => bus.close());
  const published = async () => {
    const manager = await reader.manager();
    const { state } = await manager.streams.info('MARKETPLACE');
    const subjects = [];
    for (let seq = 1; seq <= state.last_seq; seq += 1) {
      subjects.push((await manager.streams.getMessage('MARKETPLACE', { seq })).subject);
    }
    return subjects;
  };
  const logged = async () => {
    const { events } = valueOf(await market.ask(contracts.feed, { after: 0, limit: 1000 }));
    return (events as readonly RecordedEvent[]).map(
      ({ streamId, type }) => `marketplace.source.${streamId.slice('source:'.length)}.${type}`,
    );
  };
  await until('the stream', async () => (await published()).join() === (await logged()).join());
  expect(await published()).toEqual(
    expect.arrayContaining(['marketplace.source.published.SourceAdded', 'marketplace.source.published.SourceSynced']),
  );
  await nats.stop();
  nats.wipe();
  await nats.start();
  await until('the stream again', async () => {
    return (await published().catch(() => [])).join() === (await logged().catch(() => ['nothing'])).join();
  });
});
