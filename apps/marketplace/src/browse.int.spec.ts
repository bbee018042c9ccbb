import { marketplace as contracts } from '@enginehouse/contracts';
import { migrate } from '@enginehouse/event-store';
import { testNats, testPostgres, type TestDatabase } from '@enginehouse/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrateSnapshots, openDatabase } from './adapters/typeorm/database.js';
import { TypeormSnapshots } from './adapters/typeorm/typeorm-snapshots.js';
import { browsing } from './testing/browsing.js';
import { enabledFrom, offered } from './testing/given-entries.js';
import { indexOf } from './testing/index-of.js';
import { startMarketplace, valueOf } from './testing/running-marketplace.js';

const many = 5000;
const icon = `data:image/png;base64,${Buffer.alloc(4000, 7).toString('base64')}`;
const names = Array.from({ length: many }, (_, n) => `Engine-${String(n).padStart(4, '0')}`);
const entries = names.map((name, n) =>
  offered(name, {
    definition: { description: `Engine number ${n}, for ${n % 2 === 0 ? 'vision' : 'speech'}`, icon },
    about: { maintainer: `Team ${n % 7}`, readme: 'x'.repeat(2000), ...(n % 10 === 0 ? { deprecated: 'old' } : {}) },
  }),
);

let postgres: TestDatabase;
let database: DataSource;
let market: ReturnType<typeof browsing>;

beforeAll(async () => {
  postgres = await testPostgres();
  await migrate(postgres.url, 'marketplace');
  await migrateSnapshots(postgres.url);
  database = await openDatabase(postgres.url);
  market = browsing(new TypeormSnapshots(database));
  await market.offer('many', entries);
});
afterAll(async () => {
  await database.destroy();
  await postgres.close();
});

const listed = async (filter: Parameters<typeof market.list>[0] = {}) => {
  const page = await market.list(filter);
  if (!page.ok) throw new Error(page.error.detail);
  return page.value;
};

it('lists, searches and filters 5,000 entries without anybody having to wait', async () => {
  const first = Date.now();
  expect((await listed({ limit: 200 })).total).toBe(many);
  expect(Date.now() - first).toBeLessThan(2000);
  const again = Date.now();
  for (let n = 0; n < 10; n += 1) await listed({ search: `number ${n}`, limit: 50 });
  expect((Date.now() - again) / 10).toBeLessThan(200);
  expect(await listed({ search: 'VISION', deprecated: true, limit: 1 })).toMatchObject({ total: 500 });
  expect(await listed({ search: 'team 3', limit: 1 })).toMatchObject({ total: Math.ceil((many - 3) / 7) });
});

it('shows every entry once, page by page', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listed({ limit: 200, cursor });
    seen.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(seen).toEqual(names);
});

it('shows an entry and its icon as they were staged', async () => {
  expect(await market.get('many', 'ENGINE-0042')).toMatchObject({
    value: { name: 'Engine-0042', definition: entries[42]?.definition, about: entries[42]?.about, hasIcon: true },
  });
  expect(await market.icon('many', 'engine-0042')).toMatchObject({ value: { mediaType: 'image/png' } });
});

it('shows what a new snapshot has as soon as it is the current one, and what is enabled of the last one', async () => {
  const [gone] = entries;
  if (!gone) throw new Error('no entries');
  market.catalog.put(gone.definition);
  market.entries.enable(enabledFrom('many', gone));
  await market.offer('many', [offered('Newer')]);
  const { items, total } = await listed();
  expect(total).toBe(2);
  expect(items.map(({ name, withdrawn, hasIcon }) => [name, withdrawn, hasIcon])).toEqual([
    ['Engine-0000', true, true],
    ['Newer', false, false],
  ]);
  expect(await market.get('many', 'Engine-0000')).toMatchObject({ value: { withdrawn: true } });
  expect(await market.get('many', 'Engine-0001')).toMatchObject({ error: { code: 'entry-not-found' } });
});

const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

it('answers over the bus, with what a sync has found and without a catalog and a scheduler', async () => {
  const [own, nats] = await Promise.all([testPostgres(), testNats()]);
  const running = await startMarketplace({ databaseUrl: own.url, natsUrl: nats.url });
  const picture = `data:image/png;base64,${onePixel}`;
  await running.add('engines', indexOf([{ name: 'One', versions: ['2.0', '1.0'], icon: picture }, 'Two']));
  const page = valueOf(await running.ask(contracts.listEntries, { source: 'engines' }));
  expect(page).toMatchObject({ total: 2, items: [{ name: 'One', versions: ['2.0', '1.0'] }, { name: 'Two' }] });
  const one = { source: 'engines', name: 'one' };
  expect(valueOf(await running.ask(contracts.getEntry, { ...one, checkImages: true }))).toMatchObject({
    readmeHtml: '<p>What One is</p>\n',
    provenance: { source: 'engines', snapshotDigest: expect.stringMatching(/^[0-9a-f:sh]{64,}/) as string },
    images: [
      { version: '2.0', image: 'registry.example/one:2.0', current: null, status: 'unknown' },
      { version: '1.0', image: 'registry.example/one:1.0', current: null, status: 'unknown' },
    ],
  });
  const { mediaType, base64 } = valueOf(await running.ask(contracts.entryIcon, one));
  expect(mediaType).toBe('image/png');
  expect(Buffer.from(base64, 'base64').subarray(1, 4).toString()).toBe('PNG');
  await running.stop();
  await Promise.all([own.close(), nats.close()]);
});
