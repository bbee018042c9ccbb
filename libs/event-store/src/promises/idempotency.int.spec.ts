import { testPostgres, type TestDatabase } from '@enginehouse/testing';
import type { NewEvent } from '@enginehouse/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEvent } from '../contract/an-event.contract.js';
import type { EventStore } from '../event-store.js';
import { execute, Log } from './logs.contract.js';
import { Proxy } from './proxy.contract.js';

const count = async (store: EventStore, ids: readonly string[]) => {
  const all = await store.readAll({ after: 0, limit: 100_000 });
  return ids.map((id) => all.filter((event) => event.id === id).length);
};

describe('appending once', () => {
  let database: TestDatabase;
  let log: Log;
  beforeEach(async () => {
    database = await testPostgres();
    log = await Log.create(database.url);
  });
  afterEach(async () => {
    await log.close();
    await database.close();
  });

  const terminateBackends = () =>
    execute(
      database.url,
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'enginehouse-event-store'`,
    );

  it('answers every tenth append, repeated, as a duplicate with its place', async () => {
    const store = log.open();
    const units = Array.from({ length: 200 }, (_, n) => ({ stream: `s:${n % 20}`, events: [anEvent(), anEvent()] }));
    const first = await Promise.all(units.map(({ stream, events }) => store.append(stream, events)));
    const repeated = units.filter((_, n) => n % 10 === 0);
    const fresh = Array.from({ length: 50 }, () => store.append('other:1', [anEvent()]));
    const second = await Promise.all(repeated.map(({ stream, events }) => store.append(stream, events)));
    await Promise.all(fresh);
    expect(second).toEqual(first.filter((_, n) => n % 10 === 0).map((outcome) => ({ ...outcome, kind: 'duplicate' })));
    expect((await store.head()).position).toBe(450);
  });

  it('writes an append once that is raced by its own retries from other processes', async () => {
    const stores = [log.open(), log.open(), log.open()];
    for (let round = 0; round < 20; round += 1) {
      const events = [anEvent(), anEvent()];
      const outcomes = await Promise.all(stores.map((store) => store.append(`s:${round}`, events)));
      expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['appended', 'duplicate', 'duplicate']);
    }
    expect((await stores[0]!.head()).position).toBe(40);
  });

  it('survives connections that are cut in the middle of calls', async () => {
    const store = log.open();
    const cutting = { on: true };
    const cutter = (async () => {
      while (cutting.on) {
        await terminateBackends();
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    })();
    const units: { readonly stream: string; readonly events: readonly NewEvent[] }[] = [];
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        const kinds: string[] = [];
        for (let n = 0; n < 60; n += 1) {
          const unit = { stream: `s:${writer}`, events: [anEvent(), anEvent()] };
          units.push(unit);
          kinds.push((await store.append(unit.stream, unit.events)).kind);
        }
        return kinds;
      }),
    );
    cutting.on = false;
    await cutter;
    expect(outcomes.flat().filter((kind) => kind !== 'appended' && kind !== 'duplicate')).toEqual([]);
    const written = await count(
      store,
      units.map(({ events }) => events[0]!.id),
    );
    expect(written.every((times) => times === 1)).toBe(true);
    expect((await store.head()).position).toBe(8 * 60 * 2);
    expect(await store.verifyLog()).toMatchObject({ intact: true });
  });

  it.each(['40001', '40P01', '53100', '53200', '57014'])(
    'tries again what failed for the moment with %s',
    async (code) => {
      await execute(
        database.url,
        'create sequence log.tries',
        `create function log.fail() returns trigger language plpgsql as $$
        begin if nextval('log.tries') % 3 <> 0 then raise exception 'not now' using errcode = '${code}'; end if; return new; end $$`,
        'create trigger fail before insert on log.commit for each row execute function log.fail()',
      );
      const store = log.open();
      const outcomes = await Promise.all(Array.from({ length: 10 }, (_, n) => store.append(`s:${n}`, [anEvent()])));
      expect(outcomes.every(({ kind }) => kind === 'appended')).toBe(true);
      expect((await store.head()).position).toBe(10);
    },
  );

  it('answers a duplicate where the commit was done but its answer was lost', async () => {
    const proxy = await Proxy.before(database.url);
    const store = log.open({ connection: proxy.url });
    await store.append('s:1', [anEvent()]);
    for (let round = 1; round <= 5; round += 1) {
      proxy.loseNextAnswer = true;
      const outcome = await store.append('s:1', [anEvent()], { expectedVersion: round });
      expect(outcome).toEqual({ kind: 'duplicate', position: round + 1, version: round + 1 });
    }
    expect(proxy.lost).toBe(5);
    expect((await store.head()).position).toBe(6);
    await store.close();
    await proxy.close();
  });

  it('gives up a connection that went silent, and appends over a new one', async () => {
    const proxy = await Proxy.before(database.url);
    const store = log.open({ connection: proxy.url, answerTimeoutMs: 300 });
    await store.append('s:1', [anEvent()]);
    proxy.silenceOpenConnections();
    expect(await store.append('s:1', [anEvent()])).toMatchObject({ kind: 'appended', position: 2, version: 2 });
    await store.close();
    await proxy.close();
  });
});

describe('a batch', () => {
  let database: TestDatabase;
  let log: Log;
  beforeEach(async () => {
    database = await testPostgres();
    log = await Log.create(database.url);
  });
  afterEach(async () => {
    await log.close();
    await database.close();
  });

  it('is not spoilt by conflicts in it', async () => {
    const store = log.open();
    const writers = Array.from({ length: 100 }, async (_, n) => {
      const isWrong = n % 10 === 3;
      return store.append(`s:${n}`, [anEvent(), anEvent()], { expectedVersion: isWrong ? 7 : 0 });
    });
    const outcomes = await Promise.all(writers);
    expect(outcomes.filter(({ kind }) => kind === 'appended')).toHaveLength(90);
    expect(outcomes.filter((_, n) => n % 10 === 3)).toEqual(
      Array.from({ length: 10 }, () => ({ kind: 'conflict', currentVersion: 0 })),
    );
    expect((await store.head()).position).toBe(180);
  });

  it('is not spoilt by units that the database refuses: those fail alone', async () => {
    await execute(database.url, `alter table log.event add constraint sound check (data::text not like '%poison%')`);
    const store = log.open();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, n) => store.append(`s:${n}`, [anEvent(n % 25 === 7 ? 'poison' : 'food')])),
    );
    expect(outcomes.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([7, 32, 57, 82]);
    expect((await store.head()).position).toBe(96);
    expect(await store.verifyLog()).toMatchObject({ intact: true });
  });

  it('is not spoilt by an event id that was used before, in the middle of a unit', async () => {
    const store = log.open();
    const known = anEvent();
    await store.append('known:1', [known]);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => store.append(`s:${n}`, n === 11 ? [anEvent(), known] : [anEvent()])),
    );
    expect(outcomes.map(({ kind }) => kind).filter((kind) => kind !== 'appended')).toEqual(['reused-id']);
    expect(outcomes[11]).toEqual({ kind: 'reused-id' });
  });
});
