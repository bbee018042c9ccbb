import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { marketplace as contracts, type RecordedEvent, type RequestContract } from '@enginehouse/contracts';
import { connectBus, type Bus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import { testNats, testPostgres, waitUntil, type TestDatabase, type TestNats } from '@enginehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { entryFailpoints } from './application/entry-failpoints.js';
import { compileChild, killChild, startChild } from './testing/child-process.js';
import { InMemoryCatalog } from './testing/in-memory-catalog.js';
import { indexOf } from './testing/index-of.js';
import { IndexServer } from './testing/index-server.js';
import type { ChildOrders } from './testing/marketplace-child.js';
import { quickSync, valueOf } from './testing/running-marketplace.js';
import { serveCatalog, serveUsage } from './testing/serve-catalog.js';

beforeAll(compileChild);

let database: TestDatabase;
let nats: TestNats;
let web: IndexServer;
let services: Bus;
let bus: Bus;
let child: ChildProcess;
const catalog = new InMemoryCatalog();

const header = () => newHeader('user:ada');
const ask = <C extends RequestContract>(contract: C, input: z.input<C['input']>, by = header(), timeoutMs = 10_000) =>
  bus.request(contract, input, by, { timeoutMs });
/** Of who dies before it answers. */
const lastWords = 1000;

async function start(diesChanging?: ChildOrders['diesChanging']): Promise<void> {
  const options = { databaseUrl: database.url, natsUrl: nats.url, fileRoots: [], sync: quickSync };
  child = await startChild({ options, diesAt: {}, ...(diesChanging ? { diesChanging } : {}) });
  await waitUntil(async () => (await ask(contracts.listSources, {})).ok, { what: 'an answer', timeout: 20_000 });
}

const offered = (versions: readonly string[]) =>
  web.put('mine', indexOf(entryFailpoints.map((each) => ({ name: `Engine-${each}`, versions }))));

async function sync(name: string): Promise<void> {
  const { id } = valueOf(await ask(contracts.syncSource, { name }));
  const isOver = async () => valueOf(await ask(contracts.getRun, { id })).finishedAt !== null;
  await waitUntil(isOver, { what: 'the sync', timeout: 30_000 });
}

const events = async (name: string): Promise<readonly RecordedEvent[]> => {
  const page = valueOf(await ask(contracts.feed, { after: 0, limit: 1000 }));
  return page.events.filter(({ streamId }) => streamId === `entry:mine/${name.toLowerCase()}`);
};

const until = (name: string, type: string) =>
  waitUntil(async () => (await events(name)).at(-1)?.type === type, { what: type, timeout: 20_000 });

beforeAll(async () => {
  [database, nats, web] = await Promise.all([testPostgres(), testNats(), IndexServer.start()]);
  services = await connectBus({ url: nats.url, service: 'catalog' });
  bus = await connectBus({ url: nats.url, service: 'api' });
  serveCatalog(services, catalog);
  serveUsage(services, catalog.usage);
});

afterAll(async () => {
  await killChild(child);
  await Promise.all([bus.close(), services.close(), web.stop()]);
  await Promise.all([database.close(), nats.close()]);
});

describe('a marketplace that is killed in the middle of changes', () => {
  it.each(entryFailpoints)('ends each of them after the next start: %s', { timeout: 180_000 }, async (point) => {
    const name = `Engine-${point}`;
    const entry = { source: 'mine', name };
    const location = { kind: 'http' as const, url: offered(['1.0']) };
    const diesAfter = async (change: Promise<unknown>) => {
      await once(child, 'exit');
      expect(await change).toMatchObject({ error: { code: 'unavailable' } });
    };

    await start({ point, change: 'enable' });
    await ask(contracts.addSource, { name: 'mine', location, internal: true, everySeconds: 0 });
    await sync('mine');
    const enabling = header();
    await diesAfter(ask(contracts.enableEntry, entry, enabling, lastWords));

    await start({ point, change: 'update' });
    await until(name, 'EntryEnabled');
    const enabled = valueOf(await ask(contracts.enableEntry, entry, enabling));
    expect(enabled).toMatchObject({ changed: true, backend: name });
    expect(valueOf(await catalog.get(name))).toMatchObject({
      revision: enabled.catalogRevision,
      updatedBy: 'user:ada',
    });
    offered(['1.0', '1.1']);
    await sync('mine');
    const updating = header();
    await diesAfter(ask(contracts.updateEntry, entry, updating, lastWords));

    await start({ point, change: 'disable' });
    await until(name, 'EntryUpdated');
    expect(valueOf(await ask(contracts.updateEntry, entry, updating))).toMatchObject({ addedVersions: ['1.1'] });
    expect(valueOf(await catalog.get(name)).definition.versions).toHaveLength(2);
    const disabling = header();
    await diesAfter(ask(contracts.disableEntry, entry, disabling, lastWords));

    await start();
    await until(name, 'EntryDisabled');
    expect(valueOf(await ask(contracts.disableEntry, entry, disabling))).toMatchObject({ changed: true });
    expect(await catalog.get(name)).toMatchObject({ error: { code: 'backend-not-found' } });
    const types = (await events(name)).map(({ type }) => type).filter((type) => type !== 'EntryUpdateOffered');
    expect(types).toEqual([
      'EntryChangeBegun',
      'EntryEnabled',
      'EntryChangeBegun',
      'EntryUpdated',
      'EntryChangeBegun',
      'EntryDisabled',
    ]);
    await killChild(child);
  });
});
