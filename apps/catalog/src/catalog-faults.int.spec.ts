import { afterEach, beforeEach, expect, it } from 'vitest';
import { catalog as contracts } from '@enginehouse/contracts';
import {
  dedicatedPostgres,
  testNats,
  testPostgres,
  waitUntil,
  type TestDatabase,
  type TestNats,
} from '@enginehouse/testing';
import pg from 'pg';
import { definition, version } from './testing/given.js';
import { header } from './testing/in-memory-catalog.js';
import { startCatalog, type RunningCatalog } from './testing/running-catalog.js';
import { AddVersionHandler } from './use-cases/add-version/add-version.handler.js';
import { RegisterBackendHandler } from './use-cases/register-backend/register-backend.handler.js';

let database: TestDatabase;
let nats: TestNats;
const running: RunningCatalog[] = [];

beforeEach(async () => {
  [database, nats] = await Promise.all([testPostgres(), testNats()]);
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((catalog) => catalog.stop()));
  await Promise.all([database.close(), nats.close()]);
});

async function start(options: Partial<Parameters<typeof startCatalog>[0]> = {}): Promise<RunningCatalog> {
  const catalog = await startCatalog({ databaseUrl: database.url, natsUrl: nats.url, ...options });
  running.push(catalog);
  return catalog;
}

async function stop(catalog: RunningCatalog): Promise<void> {
  running.splice(running.indexOf(catalog), 1);
  await catalog.stop();
}

const name = 'engine-custom';
const input = { definition: definition(name, { versions: [version('v1'), version('v2')] }) };

async function positions(catalog: RunningCatalog, count: number): Promise<readonly number[]> {
  const seen: number[] = [];
  const tail = catalog.bus.tail({ stream: 'CATALOG', after: 0, handler: (event) => void seen.push(event.position) });
  await waitUntil(() => seen.length >= count, { what: `${count} events in the stream`, timeout: 15_000 });
  tail.stop();
  return seen;
}

it('goes on after a restart where it was, and seeds nothing twice', async () => {
  const first = await start();
  const registered = await first.ask(contracts.registerBackend, input);
  const before = await first.ask(contracts.listBackends, {});
  const head = await first.parts.store.head();
  await stop(first);
  const second = await start();
  expect(await second.ask(contracts.listBackends, {})).toEqual(before);
  expect(await second.parts.store.head()).toEqual(head);
  const added = await second.ask(contracts.addVersion, { name, version: version('v3') });
  expect(added.ok && registered.ok && added.value.revision).toBe(head.position + 1);
  expect(await positions(second, head.position + 1)).toEqual(
    Array.from({ length: head.position + 1 }, (_, index) => index + 1),
  );
});

it('takes commands while NATS is away, and publishes them when it is back', async () => {
  const catalog = await start();
  await nats.stop();
  const register = catalog.app.get(RegisterBackendHandler, { strict: false });
  const add = catalog.app.get(AddVersionHandler, { strict: false });
  await expect(register.execute({ ...input, source: 'custom' }, header())).resolves.toMatchObject({ ok: true });
  const added = await add.execute({ name, version: version('v3') }, header());
  await nats.start();
  const last = added.ok ? added.value.revision : 0;
  expect(await positions(catalog, last)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
});

it('rebuilds a stream that NATS has lost', async () => {
  const catalog = await start();
  const registered = await catalog.ask(contracts.registerBackend, input);
  const last = registered.ok ? registered.value.revision : 0;
  await positions(catalog, last);
  await nats.stop();
  nats.wipe();
  await nats.start();
  expect(await positions(catalog, last)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
});

it('removes nothing while the scheduler is away, and says why', async () => {
  const catalog = await start({ deployments: null });
  await catalog.ask(contracts.registerBackend, input);
  await expect(catalog.ask(contracts.removeVersion, { name, version: 'v2' })).resolves.toMatchObject({
    error: { code: 'unavailable', status: 503, hint: expect.stringContaining('scheduler') },
  });
  await expect(catalog.ask(contracts.getBackend, { name })).resolves.toMatchObject({
    value: { definition: { versions: [{ name: 'v1' }, { name: 'v2' }] } },
  });
});

it('serves two processes on one log: each reads what the other wrote', async () => {
  const [one, other] = [await start(), await start()];
  await one.app.get(RegisterBackendHandler, { strict: false }).execute({ ...input, source: 'custom' }, header());
  const add = other.app.get(AddVersionHandler, { strict: false });
  await expect(add.execute({ name, version: version('v3') }, header())).resolves.toMatchObject({ ok: true });
  await waitUntil(async () => (await one.parts.readModel.views.get(name))?.definition.versions.length === 3, {
    what: 'the version in the read model',
    timeout: 5000,
  });
  const { position } = await one.parts.store.head();
  expect(await positions(one, position)).toHaveLength(position);
});

it('survives the loss of its database, and goes on when it is back', async () => {
  const postgres = await dedicatedPostgres();
  try {
    const catalog = await start({ databaseUrl: postgres.url });
    await postgres.stop('immediate');
    const register = catalog.ask(contracts.registerBackend, input);
    await postgres.start();
    const first = await register;
    // What was not answered in time may have been written: repeating it with a new key then says so.
    const again = first.ok ? first : await catalog.ask(contracts.registerBackend, input);
    expect(again.ok || again.error.code).toSatisfy((value: unknown) => value === true || value === 'name-taken');
    await waitUntil(async () => (await catalog.ask(contracts.getBackend, { name })).ok, {
      what: 'the backend',
      timeout: 10_000,
    });
    await stop(catalog);
  } finally {
    await postgres.close();
  }
});

it('runs as a role that can only append and read the log', async () => {
  const role = `catalog_${database.name}`;
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(`create role ${role} login password 'test'`);
  const url = new URL(database.url);
  url.username = role;
  url.password = 'test';
  try {
    const catalog = await start({ databaseUrl: url.href, migrationUrl: database.url });
    await expect(catalog.ask(contracts.registerBackend, input)).resolves.toMatchObject({ ok: true });
    await expect(catalog.parts.readModel.rebuild()).resolves.toMatchObject({ differing: [] });
    const service = new pg.Client({ connectionString: url.href });
    await service.connect();
    await expect(service.query(`update catalog.event set data = '{}'`)).rejects.toThrow('permission denied');
    await expect(service.query('drop table catalog.backend_view')).rejects.toThrow('must be owner');
    await service.end();
    await stop(catalog);
  } finally {
    await owner.query(`drop owned by ${role}`);
    await owner.query(`drop role ${role}`);
    await owner.end();
  }
});
