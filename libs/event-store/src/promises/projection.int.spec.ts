import { testPostgres, type TestDatabase } from '@enginehouse/testing';
import type { RecordedEvent } from '@enginehouse/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEvent } from '../contract/an-event.contract.js';
import type { EventStore } from '../event-store.js';
import type { SqlTransaction } from '../subscription.js';
import { execute, Log } from './logs.contract.js';

const createTable = (table: string) =>
  `create table ${table} (stream_id text primary key, count bigint not null, last jsonb not null)`;

/** A read model: per stream the number of events and the last data. */
const project = (table: string) => async (events: readonly RecordedEvent[], transaction: SqlTransaction) => {
  for (const { streamId, data } of events) {
    await transaction.query(
      `insert into ${table} as t values ($1, 1, $2) on conflict (stream_id) do update set count = t.count + 1, last = excluded.last`,
      [streamId, JSON.stringify(data)],
    );
  }
};

describe('a read model', () => {
  let database: TestDatabase;
  let log: Log;
  let store: EventStore;
  beforeEach(async () => {
    database = await testPostgres();
    log = await Log.create(database.url);
    store = log.open();
    await execute(database.url, createTable('model'));
  });
  afterEach(async () => {
    await log.close();
    await database.close();
  });

  const append = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => store.append(`s:${n % 7}`, [anEvent({ n })])));
  const contents = async (table: string) =>
    JSON.stringify(await execute(database.url, `select * from ${table} order by 1`));
  const total = async () =>
    Number((await execute<{ n: string }>(database.url, 'select sum(count) n from model'))[0]?.n);

  it('can be waited for by a reply that must see its own write', async () => {
    const subscription = store.subscribe({ name: 'model', handler: project('model') });
    const outcome = await store.append('s:1', [anEvent({ n: 'mine' })]);
    expect(outcome.kind === 'appended' && (await subscription.waitFor(outcome.position))).toBe(true);
    expect(await execute(database.url, 'select count, last from model')).toEqual([{ count: '1', last: { n: 'mine' } }]);
  });

  it('is rebuilt beside the live one, equal to the byte, then swapped, while appends go on', async () => {
    const live = store.subscribe({ name: 'model', handler: project('model') });
    await append(100);
    await live.waitFor(100);
    await execute(database.url, createTable('model_new'), `update model set count = 999 where stream_id = 's:3'`);
    const rebuilt = store.subscribe({ name: 'model_new', handler: project('model_new'), batchSize: 30 });
    await append(50);
    expect(await rebuilt.waitFor(150)).toBe(true);
    expect(await live.waitFor(150)).toBe(true);
    expect(await contents('model_new')).not.toBe(await contents('model'));
    await live.stop();
    await rebuilt.stop();
    await execute(
      database.url,
      `begin; drop table model; alter table model_new rename to model;
       delete from log.subscription where name = 'model';
       update log.subscription set name = 'model' where name = 'model_new'; commit`,
    );
    const swapped = store.subscribe({ name: 'model', handler: project('model') });
    await append(50);
    expect(await swapped.waitFor(200)).toBe(true);
    await execute(database.url, createTable('model_check'));
    const check = store.subscribe({ name: 'check', handler: project('model_check'), batchSize: 17 });
    expect(await check.waitFor(200)).toBe(true);
    expect(await contents('model_check')).toBe(await contents('model'));
  });

  it('has every effect once, whatever connections are cut', async () => {
    const subscription = store.subscribe({ name: 'model', handler: project('model'), batchSize: 5 });
    const cutting = { on: true };
    const cutter = (async () => {
      while (cutting.on) {
        await execute(
          database.url,
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    })();
    for (let round = 0; round < 10; round += 1) {
      await append(20);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    cutting.on = false;
    await cutter;
    const { position } = await store.head();
    expect(await subscription.waitFor(position, 15_000)).toBe(true);
    expect(await total()).toBe(position);
  });

  it('ends with the error of its handler and keeps nothing of what that call did', async () => {
    await append(10);
    const subscription = store.subscribe({
      name: 'model',
      batchSize: 5,
      handler: async (events, transaction) => {
        await project('model')(events, transaction);
        if (events.some(({ position }) => position === 8)) {
          throw new Error('event 8 is poison');
        }
      },
    });
    await expect(subscription.done).rejects.toThrow('event 8 is poison');
    expect(subscription.position).toBe(5);
    expect(await total()).toBe(5);
  });

  it('is kept by one process at a time; another takes over when the first is silent for its lease', async () => {
    const other = log.open();
    const options = { name: 'model', handler: project('model'), leaseMs: 600 };
    const first = store.subscribe(options);
    await append(10);
    expect(await first.waitFor(10)).toBe(true);
    const second = other.subscribe(options);
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect([first.active, second.active]).toEqual([true, false]);
    // As if the first had been frozen and its lease had run out.
    await execute(
      database.url,
      `update log.subscription set owner = gen_random_uuid(), lease_until = now() - interval '1 second'`,
    );
    await expect.poll(() => second.active || first.active, { timeout: 5000 }).toBe(true);
    await append(30);
    await expect.poll(total, { timeout: 10_000 }).toBe(40);
    await first.stop();
    await append(10);
    await expect.poll(total, { timeout: 10_000 }).toBe(50);
    await second.stop();
  });

  it('does not wait for a slow one, nor do appends', async () => {
    const gate = new AbortController();
    const released = new Promise((resolve) => {
      gate.signal.addEventListener('abort', resolve);
    });
    const handler = () => released.then(() => undefined);
    const slow = store.follow({ after: 0, handler });
    const slowInTransaction = store.subscribe({ name: 'slow', handler });
    await append(10);
    const fast = store.subscribe({ name: 'model', handler: project('model') });
    const outcomes = await append(50);
    expect(outcomes.every(({ kind }) => kind === 'appended')).toBe(true);
    expect(await fast.waitFor(60, 20_000)).toBe(true);
    expect([slow.position, slowInTransaction.position]).toEqual([0, 0]);
    gate.abort();
    await slow.stop();
    await slowInTransaction.stop();
    await fast.stop();
  });
});
