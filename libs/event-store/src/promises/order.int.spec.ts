import { testPostgres, type TestDatabase } from '@enginehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEvent } from '../contract/an-event.contract.js';
import type { EventStore } from '../event-store.js';
import { execute, Log } from './logs.contract.js';

const appendMany = async (store: EventStore, stream: string, count: number) => {
  const outcomes = [];
  for (let n = 0; n < count; n += 1) {
    outcomes.push(
      await store.append(
        `${stream}:${n % 3}`,
        Array.from({ length: 1 + (n % 4) }, () => anEvent()),
      ),
    );
  }
  return outcomes;
};

describe('a log with many appenders', () => {
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

  /** Makes every commit take a random time after its position was taken. */
  const delayCommits = () =>
    execute(
      database.url,
      `create function log.delay() returns trigger language plpgsql as
        $$ begin perform pg_sleep(random() * 0.008); return new; end $$`,
      'create trigger delay before insert on log.commit for each row execute function log.delay()',
    );
  it.each([8, 32])('shows readers no hole and no order but one, with %i of them', async (appenders) => {
    await delayCommits();
    const reader = log.open();
    const seen: number[] = [];
    const follower = reader.follow({
      after: 0,
      batchSize: 7,
      handler: (events) => {
        seen.push(...events.map(({ position }) => position));
      },
    });
    const stores = Array.from({ length: appenders }, () => log.open());
    const outcomes = await Promise.all(stores.map((store, n) => appendMany(store, `s${n}`, 10)));
    expect(outcomes.flat().every(({ kind }) => kind === 'appended')).toBe(true);
    const { position } = await reader.head();
    expect(await follower.waitFor(position)).toBe(true);
    expect(seen).toEqual(Array.from({ length: appenders * 23 }, (_, n) => n + 1));
    expect(await reader.verifyLog()).toEqual({ intact: true, events: position, position });
  });

  it('wakes readers in other processes long before they would look by themselves', async () => {
    const [writer, reader] = [log.open(), log.open()];
    const follower = reader.follow({ after: 0, handler: () => {} });
    await follower.caughtUp;
    // The reader begins to listen a moment after it began to read.
    await writer.append('a:1', [anEvent()]);
    await follower.waitFor(1);
    const delays: number[] = [];
    for (let position = 2; position < 22; position += 1) {
      await writer.append('a:1', [anEvent()]);
      const appended = performance.now();
      expect(await follower.waitFor(position)).toBe(true);
      delays.push(performance.now() - appended);
    }
    const pollMs = 1000;
    expect(delays.toSorted((one, other) => one - other)[10]).toBeLessThan(pollMs / 10);
  });

  it('stops a reader at a hole with an error that names it', async () => {
    const store = log.open();
    await store.append('a:1', [anEvent(), anEvent(), anEvent()]);
    await execute(
      database.url,
      'alter table log.event disable trigger user',
      'delete from log.event where position = 2',
    );
    // Another process: the one that appended them would not read them again.
    const follower = log.open().follow({ after: 0, handler: () => {} });
    await expect(follower.done).rejects.toThrow('continues with position 3 where 2 was expected');
  });
});
