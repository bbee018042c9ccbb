import { cloudEventHeaders, eventSubject, type BackendEvent } from '@enginehouse/contracts';
import { connectBus, createJetStreamPublisher, type NatsBus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import { testNats, waitUntil, type TestNats } from '@enginehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogContract } from '../../testing/catalog.contract.js';
import type { RolledBackBackend } from '../../ports.js';
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

const rolledBack = (name: string, toRevision: number): BackendEvent => ({
  type: 'BackendRolledBack',
  data: { toRevision, source: 'community', definition: { backend_name: name, versions: [] } },
});

it('every roll back in the catalog is told of in order, from the first on, and again where it was not taken', async () => {
  const publisher = createJetStreamPublisher({ bus: services, stream: 'CATALOG', subjects: ['catalog.backend.>'] });
  await publisher.ensureStream();
  const publish = async (position: number, name: string, event: BackendEvent) => {
    const streamId = `backend:${name}`;
    const meta = { actor: 'user:bob', correlationId: 'c' };
    const recordedAt = '2026-11-23T10:00:00.000Z';
    const id = `event-${position}`;
    const recorded = { ...event, id, schemaVersion: 1, meta, position, streamId, version: position, recordedAt };
    const headers = cloudEventHeaders(recorded, { source: '/catalog', logId: 'l', epoch: '1' });
    const subject = eventSubject('catalog', streamId, event.type);
    await publisher.publish({ position, subject, messageId: id, headers, body: JSON.stringify(event.data) });
  };
  await publish(1, 'one', rolledBack('One', 7));
  await publish(2, 'one', { type: 'BackendDeleted', data: {} });
  const told: RolledBackBackend[] = [];
  let refused = 0;
  const following = new BusCatalog(bus).followRollBacks((each) => {
    if (told.length === 1 && (refused += 1) === 1) return Promise.reject(new Error('not now'));
    told.push(each);
    return Promise.resolve();
  });
  await publish(3, 'two.b', rolledBack('Two.B', 1));
  await waitUntil(() => told.length === 2, { what: 'both', timeout: 20_000 });
  expect(told).toEqual([
    { name: 'One', source: 'community', toRevision: 7, revision: 1, actor: 'user:bob' },
    { name: 'Two.B', source: 'community', toRevision: 1, revision: 3, actor: 'user:bob' },
  ]);
  expect(refused).toBeGreaterThan(0);
  following.stop();
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
