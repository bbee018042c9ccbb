import { connectBus, type NatsBus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import { testNats, waitUntil, type TestNats } from '@enginehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogContract } from '../../testing/catalog.contract.js';
import { InMemoryCatalog } from '../../testing/in-memory-catalog.js';
import { InMemoryUsage } from '../../testing/in-memory-usage.js';
import { serveCatalog, serveUsage } from '../../testing/serve-catalog.js';
import { usageContract } from '../../testing/usage.contract.js';
import { BusCatalog } from './bus-catalog.js';
import { BusUsage } from './bus-usage.js';

let nats: TestNats;
let services: NatsBus;
let bus: NatsBus;
const served = new InMemoryCatalog();
const scheduler = new InMemoryUsage();

beforeAll(async () => {
  nats = await testNats();
  services = await connectBus({ url: nats.url, service: 'catalog' });
  bus = await connectBus({ url: nats.url, service: 'marketplace' });
});
afterAll(async () => {
  await Promise.all([services.close(), bus.close()]);
  await nats.close();
});

it('a catalog and a scheduler that nobody has started are away, which is told at once', async () => {
  const header = newHeader('user:ada');
  const begun = Date.now();
  expect(await new BusCatalog(bus).names(header)).toMatchObject({ error: { code: 'unavailable' } });
  expect(await new BusUsage(bus).counts(header)).toMatchObject({ error: { code: 'unavailable' } });
  expect(Date.now() - begun).toBeLessThan(1500);
});

describe('over the bus', () => {
  beforeAll(async () => {
    serveCatalog(services, served);
    serveUsage(services, scheduler);
    const header = newHeader('user:ada');
    await waitUntil(async () => (await new BusUsage(bus).counts(header)).ok, { what: 'an answer' });
    await waitUntil(async () => (await new BusCatalog(bus).names(header)).ok, { what: 'an answer' });
  });

  describe('a catalog', () => {
    let catalog: BusCatalog;
    beforeAll(() => {
      catalog = new BusCatalog(bus);
    });
    catalogContract(() => ({
      catalog,
      use: (...use) => served.usage.use(...use),
      end: (deployment) => served.usage.end(deployment),
      tag: (image, digest) => void served.digests.set(image, digest),
      setAway: (away) => {
        served.away = away;
      },
    }));
  });

  describe('a scheduler', () => {
    let usage: BusUsage;
    beforeAll(() => {
      usage = new BusUsage(bus);
    });
    usageContract(() => ({
      usage,
      use: (...use) => scheduler.use(...use),
      setAway: (away) => {
        scheduler.away = away;
      },
    }));
  });
});
