import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEventStore, type EventStore } from '@enginehouse/event-store';
import { createLogger } from '@enginehouse/service-kit';
import { testPostgres, type TestDatabase } from '@enginehouse/testing';
import pg from 'pg';
import { BackendCommands } from '../../application/backend-commands.js';
import { BackendRepository } from '../../application/backend-repository.js';
import { InUseGuard } from '../../application/in-use-guard.js';
import { describeBackend } from '../../domain/backend.decisions.js';
import { FakeBackendNews } from '../../testing/fake-backend-news.js';
import { FakeDeploymentUsage } from '../../testing/fake-deployment-usage.js';
import { header } from '../../testing/in-memory-catalog.js';
import { auditTrailContract } from '../../read-model/audit-trail.contract.js';
import { cardsContract, madeByContract } from '../../read-model/backend-views.contract.js';
import { InMemoryBackendViews } from '../../read-model/in-memory-backend-views.js';
import { story } from '../../read-model/story.contract.js';
import { readModelDataSource } from './data-source.js';
import { migrateCatalog, schema } from './migrate.js';
import { openReadModel, type OpenReadModel } from './open-read-model.js';
import { auditQuery } from './typeorm-audit-trail.js';

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
  commands = new BackendCommands(repository, guard, store, readModel.views, new FakeBackendNews(), logger);
  await story(commands);
});

afterAll(async () => {
  await readModel.close();
  await store.close();
  await sql.end();
  await database.close();
});

/** Both tables as the bytes the database holds. */
async function bytes(): Promise<string> {
  const { rows } = await sql.query<{ all: string }>(
    `select (select string_agg(row::text, E'\\n' order by row.name_key) from catalog.backend_view row) || E'\\n'
      || (select string_agg(row::text, E'\\n' order by row.position) from catalog.audit_entry row) as all`,
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
    await expect(readModel.rebuild()).resolves.toEqual({ position, rows: 30, differing: [], repairedEntries: 0 });
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

  it('finds and repairs entries of the audit view that somebody changed, removed or made up', async () => {
    await sql.query(`update catalog.audit_entry set actor = 'user:nobody' where position between 5 and 7`);
    await sql.query(`delete from catalog.audit_entry where position = 9`);
    await sql.query(`insert into catalog.audit_entry
      select 1000000, backend_key, backend, version, type, at, actor, reason, correlation_id, text
      from catalog.audit_entry where position = 10`);
    await expect(readModel.rebuild()).resolves.toMatchObject({ differing: [], repairedEntries: 5 });
    expect(await bytes()).toBe(live);
  });

  it('makes everything again where nothing is left', async () => {
    await sql.query('delete from catalog.backend_view');
    await sql.query('delete from catalog.audit_entry');
    const { position } = await store.head();
    const report = await readModel.rebuild();
    expect(report).toMatchObject({ rows: 30, repairedEntries: position });
    expect(report.differing).toHaveLength(30);
    expect(await bytes()).toBe(live);
  });

  it('has lists that were given out read again', async () => {
    const state = await readModel.views.state();
    await readModel.rebuild();
    expect(await readModel.views.state()).not.toBe(state);
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

describe('an installation of a release without an audit view', () => {
  it('gets all its entries at the start, as they would have been written', async () => {
    const live = await bytes();
    await sql.query('delete from catalog.audit_entry');
    const upgraded = await openReadModel(database.url, store, logger);
    await upgraded.follow();
    expect(await bytes()).toBe(live);
    await upgraded.close();
  });

  it('has no gap where a process of that release went on beside this one', async () => {
    const name = 'engine1-custom';
    const describeAs = (description: string) =>
      commands.run({ name, decide: (state) => describeBackend(state, { name, changes: { description } }) }, header());
    await describeAs('by both');
    const live = await bytes();
    // What the other process wrote has no entries; this one has not seen that part of the log yet.
    await sql.query('delete from catalog.audit_entry where position > 20');
    const late = await openReadModel(database.url, store, logger);
    await late.follow();
    expect(await bytes()).toBe(live);
    await late.close();
    await describeAs('Über 1');
  });
});

/** What the release before this one left: cards of the right revision that do not say all. */
const forgetShapes = () =>
  sql.query(`update catalog.backend_view set card = '{"name":"less"}', card_of = null, card_shape = null`);

describe('the cards of lists', () => {
  it('are made of the row where a process of an earlier release wrote it, until a rebuild writes them', async () => {
    const live = await bytes();
    const before = await readModel.views.list({ limit: 100 });
    await sql.query(`update catalog.backend_view set card = null, card_revision = null, card_of = null
      where name_key like 'engine1%'`);
    await sql.query(`update catalog.backend_view set card = '{"name":"old"}', card_revision = revision - 1,
      card_of = revision - 1 where name_key like 'engine2%'`);
    expect(await readModel.views.list({ limit: 100 })).toEqual(before);
    await expect(readModel.rebuild()).resolves.toMatchObject({ differing: [], repairedEntries: 0 });
    expect(await bytes()).toBe(live);
  });

  it('are made of the row where a release whose cards say less wrote them beside this one', async () => {
    const before = await readModel.views.list({ limit: 100 });
    await forgetShapes();
    expect(await readModel.views.list({ limit: 100 })).toEqual(before);
    await sql.query(`update catalog.backend_view set card_of = revision - 1, card_shape = 2`);
    expect(await readModel.views.list({ limit: 100 })).toEqual(before);
    await expect(readModel.rebuild()).resolves.toMatchObject({ differing: [], repairedEntries: 0 });
  });

  it('are made anew at the start after an upgrade from it, and lists that were given out are read again', async () => {
    const live = await bytes();
    const state = await readModel.views.state();
    await forgetShapes();
    const upgraded = await openReadModel(database.url, store, logger);
    await upgraded.follow();
    await upgraded.close();
    expect(await bytes()).toBe(live);
    expect(await readModel.views.state()).not.toBe(state);
  });

  it('are left alone at a start where all say everything', async () => {
    const state = await readModel.views.state();
    const again = await openReadModel(database.url, store, logger);
    await again.follow();
    await again.close();
    expect(await readModel.views.state()).toBe(state);
  });
});

madeByContract('in PostgreSQL', () => Promise.resolve(readModel.views));
cardsContract('in PostgreSQL', () => Promise.resolve(readModel.views));
auditTrailContract('in PostgreSQL', () => Promise.resolve({ trail: readModel.audit, store }));

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

async function listPlan(where: string): Promise<string> {
  const { rows } = await sql.query<Record<string, string>>(
    `explain select * from catalog.backend_view where ${where} order by name_key limit 10`,
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

it('uses its indexes for lists', async () => {
  await sql.query('set enable_seqscan = off');
  expect(await listPlan(`name_key > 'engine2'`)).toContain('backend_view_pkey');
  expect(await listPlan(`source = 'custom' and name_key > 'engine2'`)).toContain('backend_view_by_source');
  expect(await listPlan(`frameworks @> array['cuda']`)).toContain('backend_view_by_framework');
  expect(await listPlan(`apply_set = 'team-a'`)).toContain('backend_view_by_apply_set');
});

describe('the audit view of a hundred thousand changes', () => {
  let dataSource: Awaited<ReturnType<typeof readModelDataSource>>;
  beforeAll(async () => {
    dataSource = await readModelDataSource(database.url);
    await sql.query('set enable_seqscan = on');
    await sql.query(`insert into catalog.audit_entry
      select 1000000 + n, 'engine' || n % 500, 'engine' || n % 500, n, case n % 1000 when 0 then 'BackendDeleted' else 'VersionChanged' end,
        to_char(timestamp '2999-06-01' + n * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'user:' || case n % 100 when 0 then 'rare' else 'busy' end, null, 'c', 'changed version v1'
      from generate_series(1, 100000) n`);
    await sql.query('analyze catalog.audit_entry');
  });
  afterAll(async () => {
    await dataSource.destroy();
    await sql.query('delete from catalog.audit_entry where position > 1000000');
  });

  it.each([
    ['the newest', {}],
    ['an actor', { actor: 'user:rare' }],
    ['a backend', { backend: 'ENGINE7' }],
    ['a rare type', { type: 'BackendDeleted' as const }],
    ['a time long ago', { until: '2999-06-01T01:00:00.000Z' }],
    [
      'an actor at a time',
      { actor: 'user:rare', since: '2999-06-01T01:00:00.000Z', until: '2999-06-01T02:00:00.000Z' },
    ],
    ['an actor and a rare type', { actor: 'user:rare', type: 'BackendDeleted' as const }],
    ['a later page', { before: 1_050_000 }],
  ])('reads little of it for a page: %s', async (_what, question) => {
    const [query, parameters] = auditQuery(dataSource.manager, { ...question, limit: 20 }).getQueryAndParameters();
    const { rows } = await sql.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `explain (analyze, format json) ${query}`,
      parameters,
    );
    const [{ Plan: plan }] = rows[0]?.['QUERY PLAN'] ?? [{ Plan: {} }];
    expect(plan['Actual Rows']).toBe(21);
    expect(rowsTouched(plan)).toBeLessThan(2000);
  });

  interface PlanNode {
    readonly 'Actual Rows'?: number;
    readonly 'Actual Loops'?: number;
    readonly 'Rows Removed by Filter'?: number;
    readonly Plans?: readonly PlanNode[];
  }

  /** The rows that came out of any step of a plan or were read in vain. */
  function rowsTouched(node: PlanNode): number {
    const own = (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0);
    const below = (node.Plans ?? []).reduce((sum, each) => sum + rowsTouched(each), 0);
    return own * (node['Actual Loops'] ?? 1) + below;
  }
});
