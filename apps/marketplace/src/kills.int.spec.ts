import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marketplace as contracts, type RequestContract, type SyncReport } from '@enginehouse/contracts';
import { connectBus, type Bus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import {
  testNats,
  testPostgres,
  waitUntil,
  type TestDatabase,
  type TestNats,
  type TestRedis,
} from '@enginehouse/testing';
import type { z } from 'zod';
import { failpoints, type Failpoint } from './application/failpoints.js';
import type { MarketplaceOptions } from './marketplace.js';
import { compileChild, killChild, startChild } from './testing/child-process.js';
import { indexOf } from './testing/index-of.js';
import { IndexServer } from './testing/index-server.js';
import type { ChildOrders } from './testing/marketplace-child.js';
import { quickSync, valueOf } from './testing/running-marketplace.js';
import { jobStores, redisFor } from './testing/with-redis.js';

beforeAll(compileChild);

/** More than one step of staging writes, so that "in the middle" is one. */
const size = 450;
const names = Array.from({ length: size }, (_, index) => `Entry-${String(index).padStart(3, '0')}`);
const indexAt = (version: string, more: readonly string[] = []) =>
  indexOf([...names, ...more].map((name) => ({ name, versions: [version] })));

/** Which points come after the switch: from there on the new snapshot is the current one. */
const switched: readonly Failpoint[] = ['after-switch', 'before-trim', 'after-trim'];
const sourceFor = (point: Failpoint) => `dies-${point}`;
const diesEverywhere = Object.fromEntries(failpoints.map((point) => [sourceFor(point), point]));

const isHeard = async (bus: Bus) => (await bus.request(contracts.listSources, {}, newHeader('user:ada'))).ok;

describe.each(jobStores)('a sync that is killed at every step, with jobs in %s', (store) => {
  let database: TestDatabase;
  let nats: TestNats;
  let redis: TestRedis | undefined;
  let web: IndexServer;
  let bus: Bus;
  let sql: pg.Pool;
  let child: ChildProcess;

  const ask = async <C extends RequestContract>(contract: C, input: z.input<C['input']>) =>
    valueOf(await bus.request(contract, input, newHeader('user:ada'), { timeoutMs: 10_000 }));

  async function start(diesAt: ChildOrders['diesAt']): Promise<void> {
    const options: MarketplaceOptions = {
      databaseUrl: database.url,
      natsUrl: nats.url,
      redisUrl: redis?.url,
      fileRoots: [],
      sync: { ...quickSync, lockMs: 1000, concurrency: 2 },
    };
    child = await startChild({ options, diesAt });
    await waitUntil(() => isHeard(bus), { what: 'an answer of the service' });
  }

  const ended = async (run: string): Promise<SyncReport> => {
    const isOver = async () => (await ask(contracts.getRun, { id: run })).finishedAt !== null;
    await waitUntil(isOver, { what: `the end of ${run}`, timeout: 30_000 });
    return ask(contracts.getRun, { id: run });
  };

  const add = async (name: string, text: string) => {
    const location = { kind: 'http' as const, url: web.put(name, text) };
    const { run } = await ask(contracts.addSource, { name, location, internal: true, everySeconds: 0 });
    expect(await ended(run)).toMatchObject({ state: 'succeeded' });
  };

  /** The current snapshot as the log has it, without asking the service. */
  async function currentSnapshot(source: string): Promise<string> {
    const { rows } = await sql.query<{ data: { snapshot: string } }>(
      `select data from marketplace.event where stream_id = $1 and type = 'SourceSynced' order by version desc limit 1`,
      [`source:${source}`],
    );
    return rows[0]?.data.snapshot ?? '';
  }

  /** The versions in the current snapshot, each with how many entries have it: one that was mixed would have two. */
  async function offered(source: string): Promise<Readonly<Record<string, number>>> {
    const { rows } = await sql.query<{ version: string; count: string }>(
      `select definition->>'default_version' as version, count(*) from marketplace.snapshot_entry
        where snapshot = $1 group by 1`,
      [await currentSnapshot(source)],
    );
    return Object.fromEntries(rows.map(({ version, count }) => [version, Number(count)]));
  }

  const kept = async (source: string) =>
    (await sql.query<{ id: string }>('select id from marketplace.snapshot where source = $1', [source])).rows.length;

  const switches = async (source: string) => {
    const { rows } = await sql.query<{ count: string }>(
      `select count(*) from marketplace.event where stream_id = $1 and type = 'SourceSynced'`,
      [`source:${source}`],
    );
    return Number(rows[0]?.count);
  };

  /** Asks for a sync and waits for the death of the service. */
  async function dieSyncing(name: string): Promise<string> {
    const exit = once(child, 'exit');
    // It may die before it has answered.
    const asked = bus.request(contracts.syncSource, { name }, newHeader('user:ada'), { timeoutMs: 5000 });
    const [, signal] = (await exit) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    await asked;
    const { rows } = await sql.query<{ id: string }>(
      'select id from marketplace.sync_run where source = $1 order by queued_at desc limit 1',
      [name],
    );
    return rows[0]?.id ?? '';
  }

  beforeAll(async () => {
    [database, nats, redis, web] = await Promise.all([
      testPostgres(),
      testNats(),
      redisFor(store),
      IndexServer.start(),
    ]);
    bus = await connectBus({ url: nats.url, service: 'api' });
    sql = new pg.Pool({ connectionString: database.url, max: 2 });
    await start({});
    for (const point of failpoints) await add(sourceFor(point), indexAt('1.0.0'));
    await add('leftovers', indexAt('1.0.0'));
    await killChild(child);
    await start({ ...diesEverywhere, leftovers: 'mid-stage' });
  }, 120_000);

  afterAll(async () => {
    await killChild(child);
    await Promise.all([bus.close(), sql.end(), web.stop()]);
    await Promise.all([database.close(), nats.close(), redis?.close()]);
  });

  it.each(failpoints)('leaves old or new, and is gone on with: %s', { timeout: 60_000, retry: 0 }, async (point) => {
    const source = sourceFor(point);
    web.put(source, indexAt('2.0.0', ['Added']));
    const run = await dieSyncing(source);
    expect(await offered(source)).toEqual(switched.includes(point) ? { '2.0.0': size + 1 } : { '1.0.0': size });
    await start({ ...diesEverywhere, leftovers: 'mid-stage', [source]: undefined as never });
    expect(await ended(run)).toMatchObject({
      state: 'succeeded',
      counts: { entries: size + 1, added: 1, changed: size, unchanged: 0, withdrawn: 0, rejected: 0 },
      added: ['Added'],
    });
    expect(await offered(source)).toEqual({ '2.0.0': size + 1 });
    expect(await switches(source)).toBe(2);
    expect(await kept(source)).toBe(2);
  });

  it(
    'throws away what it had staged, where something else is there afterwards',
    { timeout: 60_000, retry: 0 },
    async () => {
      web.put('leftovers', indexAt('2.0.0'));
      const run = await dieSyncing('leftovers');
      expect(await kept('leftovers')).toBe(2);
      expect(await offered('leftovers')).toEqual({ '1.0.0': size });
      web.put('leftovers', indexAt('3.0.0'));
      await start({});
      expect(await ended(run)).toMatchObject({ state: 'succeeded', counts: { changed: size } });
      expect(await offered('leftovers')).toEqual({ '3.0.0': size });
      const rows = await sql.query<{ id: string }>('select id from marketplace.snapshot where source = $1', [
        'leftovers',
      ]);
      expect(rows.rows).toHaveLength(2);
      const { rows: versions } = await sql.query<{ version: string }>(
        `select distinct definition->>'default_version' as version from marketplace.snapshot_entry
        join marketplace.snapshot on id = snapshot where source = 'leftovers' order by 1`,
      );
      expect(versions.map(({ version }) => version)).toEqual(['1.0.0', '3.0.0']);
    },
  );
});
