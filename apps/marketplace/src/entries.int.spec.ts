import { marketplace as contracts } from '@enginehouse/contracts';
import { connectBus, type Bus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import { testNats, testPostgres, waitUntil, type TestDatabase, type TestNats } from '@enginehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InMemoryCatalog } from './testing/in-memory-catalog.js';
import { indexOf } from './testing/index-of.js';
import { addressFor, startMarketplace, valueOf, type RunningMarketplace } from './testing/running-marketplace.js';
import { serveCatalog, serveUsage } from './testing/serve-catalog.js';

let database: TestDatabase;
let nats: TestNats;
let bus: Bus;
let catalog: InMemoryCatalog;
let marketplace: RunningMarketplace;

const entry = { source: 'mine', name: 'Engine' };
const index = (versions: readonly string[], description = 'An engine') =>
  indexOf([{ name: 'Engine', versions, description }]);
const offer = async (text: string) => {
  marketplace.world.put(addressFor('mine'), text);
  expect(await marketplace.sync('mine')).toMatchObject({ state: 'succeeded' });
};
const versions = async () => {
  const { definition } = valueOf(await catalog.get('Engine'));
  return definition.versions.map(({ name }) => name);
};
const events = async () => {
  const page = valueOf(await marketplace.ask(contracts.feed, { after: 0, limit: 1000 }));
  return page.events.filter(({ streamId }) => streamId === 'entry:mine/engine');
};

beforeAll(async () => {
  [database, nats] = await Promise.all([testPostgres(), testNats()]);
  bus = await connectBus({ url: nats.url, service: 'catalog' });
  catalog = new InMemoryCatalog();
  serveCatalog(bus, catalog);
  serveUsage(bus, catalog.usage);
  marketplace = await startMarketplace({ databaseUrl: database.url, natsUrl: nats.url });
  await marketplace.add('mine', index(['1.0', '1.1']));
});

afterAll(async () => {
  await marketplace?.stop();
  await bus?.close();
  await Promise.all([database.close(), nats.close()]);
});

describe('an entry, from enabling it on', () => {
  it('is a backend of the catalog at once, and is listed as one', async () => {
    const header = newHeader('user:ada');
    const done = valueOf(await marketplace.ask(contracts.enableEntry, entry, header));
    expect(done).toMatchObject({ changed: true, backend: 'Engine', restored: false, keptYours: [] });
    expect(valueOf(await catalog.get('Engine'))).toMatchObject({ source: 'community', updatedBy: 'user:ada' });
    const { items } = valueOf(await marketplace.ask(contracts.listEntries, { enabled: true }));
    expect(items).toMatchObject([{ source: 'mine', name: 'Engine', enabled: true, updatable: false }]);
    expect(valueOf(await marketplace.ask(contracts.enableEntry, entry, header))).toEqual(done);
    expect(valueOf(await marketplace.ask(contracts.getEntry, entry))).toMatchObject({
      enabled: true,
      enabledBy: 'user:ada',
      revision: done.revision,
    });
  });

  it('is told of what upstream changes, and takes it over beside what was changed here', async () => {
    catalog.put({ ...valueOf(await catalog.get('Engine')).definition, health_check_path: '/up' });
    await offer(index(['1.1', '1.2'], 'A better engine'));
    await waitUntil(async () => (await events()).at(-1)?.type === 'EntryUpdateOffered', { what: 'the notice' });
    const shown = valueOf(await marketplace.ask(contracts.entryUpdate, entry));
    expect(shown).toMatchObject({ updatable: true, conflicts: 0, addedVersions: ['1.2'], impact: [] });
    const { contentHash, catalogRevision } = shown;
    const updated = await marketplace.ask(contracts.updateEntry, { ...entry, contentHash, catalogRevision });
    expect(valueOf(updated)).toMatchObject({ addedVersions: ['1.2'], removedVersions: ['1.0'], keptVersions: [] });
    expect(valueOf(await catalog.get('Engine')).definition).toMatchObject({
      description: 'A better engine',
      health_check_path: '/up',
    });
  });

  it('gets new versions by itself where the policy says so', async () => {
    valueOf(await marketplace.ask(contracts.setEntryPolicy, { ...entry, policy: { mode: 'add-versions' } }));
    await offer(index(['1.1', '1.2', '1.3'], 'A better engine'));
    await waitUntil(async () => (await versions()).includes('1.3'), { what: 'the new version', timeout: 10_000 });
    await waitUntil(async () => (await events()).at(-1)?.type === 'EntryUpdated', { what: 'its record' });
    expect((await events()).at(-1)).toMatchObject({
      meta: { actor: 'service:marketplace' },
      data: { automatic: true },
    });
  });

  it('is what it was after a restart, and its source stays while it is enabled', async () => {
    await marketplace.restart();
    expect(marketplace.ready()).toMatchObject({ ready: true });
    expect(valueOf(await marketplace.ask(contracts.entryUpdate, entry))).toMatchObject({ updatable: false });
    expect(await marketplace.ask(contracts.removeSource, { name: 'mine' })).toMatchObject({
      error: { code: 'source-in-use', extra: { entries: ['Engine'] } },
    });
  });

  it('is gone when it is disabled, and comes back with what was added', async () => {
    valueOf(await marketplace.ask(contracts.disableEntry, entry));
    expect(await catalog.get('Engine')).toMatchObject({ error: { code: 'backend-not-found' } });
    expect(valueOf(await marketplace.ask(contracts.enableEntry, entry))).toMatchObject({ restored: true });
    expect(valueOf(await catalog.get('Engine')).definition).toMatchObject({ health_check_path: '/up' });
  });

  it('has no updates once its source is removed, and says since when, also after a restart', async () => {
    valueOf(await marketplace.ask(contracts.removeSource, { name: 'mine', keepEnabled: true }));
    const gone = {
      reason: 'source-removed',
      since: expect.any(String) as string,
      location: expect.any(String) as string,
    };
    await marketplace.restart();
    expect(valueOf(await marketplace.ask(contracts.entryUpdate, entry))).toMatchObject({ updatable: false, gone });
    expect(valueOf(await marketplace.ask(contracts.getEntry, entry))).toMatchObject({ withdrawn: true, gone });
  });
});
