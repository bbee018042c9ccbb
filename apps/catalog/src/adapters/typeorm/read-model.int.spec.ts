import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEventStore, type EventStore } from '@enginehouse/event-store';
import { createLogger } from '@enginehouse/service-kit';
import { testPostgres, type TestDatabase } from '@enginehouse/testing';
import pg from 'pg';
import { BackendCommands } from '../../application/backend-commands.js';
import { BackendRepository } from '../../application/backend-repository.js';
import { InUseGuard } from '../../application/in-use-guard.js';
import { registerBackend } from '../../domain/apply.decisions.js';
import { addVersion, deleteBackend, deprecateVersion, describeBackend } from '../../domain/backend.decisions.js';
import { FakeDeploymentUsage } from '../../testing/fake-deployment-usage.js';
import { definition, version } from '../../testing/given.js';
import { header } from '../../testing/in-memory-catalog.js';
import { InMemoryBackendViews } from '../../read-model/in-memory-backend-views.js';
import { migrateCatalog, schema } from './migrate.js';
import { openReadModel, type OpenReadModel } from './open-read-model.js';

let database: TestDatabase;
let sql: pg.Client;
let store: EventStore;
let readModel: OpenReadModel;
let commands: BackendCommands;
const logger = createLogger({ service: 'catalog', level: 'silent' });

beforeAll(async () => {
  database = await testPostgres();
  const urls = { owner: database.url, service: database.url };
  // Several processes may start at once.
  await Promise.all([migrateCatalog(urls), migrateCatalog(urls), migrateCatalog(urls)]);
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  store = createEventStore({ connection: database.url, schema });
  readModel = await openReadModel(database.url, store, logger);
  await readModel.follow();
  const repository = new BackendRepository(store);
  const guard = new InUseGuard(new FakeDeploymentUsage(), logger);
  commands = new BackendCommands(repository, guard, store, readModel.views, logger);
  await story();
});

afterAll(async () => {
  await readModel.close();
  await store.close();
  await sql.end();
  await database.close();
});

/** A log in which everything has happened. */
async function story(): Promise<void> {
  for (const n of Array.from({ length: 30 }, (_, index) => index)) {
    const name = `engine${n}-custom`;
    const run = (decide: Parameters<typeof commands.run>[0]['decide']) => commands.run({ name, decide }, header());
    await run((state) => registerBackend(state, { definition: definition(name, { icon: 'x' }), source: 'custom' }));
    await run((state) => describeBackend(state, { name, changes: { description: `Über ${n}`, icon: null } }));
    await run((state) => addVersion(state, { name, version: version('1.10', { env: { B: '2', A: 'True' } }) }));
    await run((state) => deprecateVersion(state, { name, version: 'v1', message: 'old' }));
    if (n % 3 === 0) await run((state) => deleteBackend(state, { name }));
    if (n % 6 === 0) {
      await run((state) => registerBackend(state, { definition: definition(name), source: 'custom' }));
    }
  }
}

/** The whole table as the bytes the database holds. */
async function bytes(): Promise<string> {
  const { rows } = await sql.query<{ all: string }>(
    `select string_agg(row::text, E'\\n' order by row.name_key) as all from catalog.backend_view row`,
  );
  return rows[0]?.all ?? '';
}

describe('rebuilding the read model', () => {
  let live = '';

  beforeEach(async () => {
    live = await bytes();
  });

  it('gives the live one, byte for byte', async () => {
    const { position } = await store.head();
    await expect(readModel.rebuild()).resolves.toEqual({ position, rows: 25, differing: [] });
    expect(await bytes()).toBe(live);
  });

  it('finds and repairs rows that somebody changed, removed or made up', async () => {
    await sql.query(`update catalog.backend_view set updated_by = 'nobody' where name_key = 'engine1-custom'`);
    await sql.query(`delete from catalog.backend_view where name_key = 'engine2-custom'`);
    await sql.query(`insert into catalog.backend_view
      select 'zz', name, source, revision, version, definition, frameworks, search_text, created_at, updated_at, updated_by
      from catalog.backend_view where name_key = 'engine4-custom'`);
    await expect(readModel.rebuild()).resolves.toMatchObject({
      differing: ['engine1-custom', 'engine2-custom', 'zz'],
    });
    expect(await bytes()).toBe(live);
  });

  it('goes on following the log afterwards', async () => {
    await readModel.rebuild();
    const name = 'engine1-custom';
    const describe = (description: string) =>
      commands.run({ name, decide: (state) => describeBackend(state, { name, changes: { description } }) }, header());
    await describe('after the rebuild');
    await expect(readModel.views.get(name)).resolves.toMatchObject({
      definition: { description: 'after the rebuild' },
    });
    await describe('Über 1');
  });
});

describe('the read model in the database and the one in memory', () => {
  it.each([
    ['all', { limit: 100 }],
    ['a page', { limit: 7, afterKey: 'engine12-custom' }],
    ['a search', { limit: 100, search: 'ÜBER 2' }],
    ['a framework', { limit: 100, framework: 'cpu' }],
    ['a framework nobody has', { limit: 100, framework: 'cuda' }],
    ['a source', { limit: 100, source: 'community' as const }],
  ])('answer the same: %s', async (_what, request) => {
    const memory = new InMemoryBackendViews(store);
    expect(await readModel.views.list(request)).toEqual(await memory.list(request));
  });

  it('know the same backends', async () => {
    const memory = new InMemoryBackendViews(store);
    for (const name of ['engine1-custom', 'ENGINE6-custom', 'engine3-custom', 'nobody-custom']) {
      expect(await readModel.views.get(name)).toEqual(await memory.get(name));
    }
  });
});

it('uses its indexes for lists', async () => {
  await sql.query('set enable_seqscan = off');
  const plan = async (where: string) => {
    const { rows } = await sql.query<Record<string, string>>(
      `explain select * from catalog.backend_view where ${where} order by name_key limit 10`,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  expect(await plan(`name_key > 'engine2'`)).toContain('backend_view_pkey');
  expect(await plan(`source = 'custom' and name_key > 'engine2'`)).toContain('backend_view_by_source');
  expect(await plan(`frameworks @> array['cuda']`)).toContain('backend_view_by_framework');
});
