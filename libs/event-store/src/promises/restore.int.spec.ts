import { testPostgres, type TestDatabase } from '@enginehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEvent } from '../contract/an-event.contract.js';
import { guardPosition } from '../guard.js';
import { createEventStore } from '../postgres/postgres-event-store.js';
import { execute, Log } from './logs.contract.js';

describe('a log that was restored from a copy', () => {
  let database: TestDatabase;
  let original: Log;
  let copyName: string;
  beforeEach(async () => {
    database = await testPostgres();
    original = await Log.create(database.url);
    copyName = `${database.name}_copy`;
  });
  afterEach(async () => {
    await original.close();
    await database.close();
    await execute(urlOf('postgres'), `drop database if exists ${copyName} with (force)`);
  });

  const urlOf = (name: string) => {
    const url = new URL(database.url);
    url.pathname = `/${name}`;
    return url.href;
  };
  const copy = async () => {
    await original.close();
    await execute(urlOf('postgres'), `create database ${copyName} template ${database.name}`);
  };

  it('goes on in a new epoch that began where the copy ended', async () => {
    const before = original.open();
    await before.append('a:1', [anEvent(), anEvent()]);
    const head = await before.head();
    await copy();
    const lost = original.open();
    await lost.append('a:1', [anEvent(), anEvent(), anEvent()]);
    const restored = createEventStore({ connection: urlOf(copyName), schema: 'log' });
    expect(await restored.append('a:1', [anEvent()])).toMatchObject({ kind: 'appended', position: 3, version: 3 });
    expect(await restored.head()).toMatchObject({ position: 3, epoch: 2, logId: head.logId });
    expect((await restored.epochs()).map(({ epoch, afterPosition }) => [epoch, afterPosition])).toEqual([
      [1, 0],
      [2, 2],
    ]);
    expect((await restored.epochs())[1]?.chain).toBe(head.chain);
    expect(await restored.verifyLog()).toMatchObject({ intact: true });
    await restored.close();
  });

  it('keeps its epoch over restarts', async () => {
    await original.open().append('a:1', [anEvent()]);
    await original.close();
    const store = original.open();
    await store.append('a:1', [anEvent()]);
    expect(await store.head()).toMatchObject({ epoch: 1, position: 2 });
  });

  it('sends a reader back that had handled what is gone, to the last common position', async () => {
    const before = original.open();
    await before.append('a:1', [anEvent(), anEvent()]);
    await copy();
    const lost = original.open();
    await lost.append('a:1', [anEvent(), anEvent(), anEvent()]);
    const { logId, epoch } = await lost.head();
    const restored = createEventStore({ connection: urlOf(copyName), schema: 'log' });
    for (let n = 0; n < 9; n += 1) {
      await restored.append('a:1', [anEvent()]);
    }
    const ahead = restored.follow({ after: 5, reachedIn: { logId, epoch }, handler: () => {} });
    await expect(ahead.done).rejects.toMatchObject({ code: 'log-fork', commonPosition: 2 });
    const seen: number[] = [];
    const behind = restored.follow({
      after: 1,
      reachedIn: { logId, epoch },
      handler: (events) => {
        seen.push(...events.map(({ position }) => position));
      },
    });
    expect(await behind.waitFor(11)).toBe(true);
    expect(seen[0]).toBe(2);
    const stranger = restored.follow({ after: 1, reachedIn: { logId: 'other', epoch }, handler: () => {} });
    await expect(stranger.done).rejects.toMatchObject({ code: 'log-fork', commonPosition: 0 });
    await restored.close();
  });

  it('lets a subscription go on that was restored with it', async () => {
    const before = original.open();
    await before.append('a:1', [anEvent(), anEvent()]);
    const first = before.subscribe({ name: 'reader', handler: () => {} });
    expect(await first.waitFor(2)).toBe(true);
    await copy();
    const restored = createEventStore({ connection: urlOf(copyName), schema: 'log' });
    await restored.append('a:1', [anEvent()]);
    const seen: number[] = [];
    const reader = () =>
      restored.subscribe({
        name: 'reader',
        handler: (events) => {
          seen.push(...events.map(({ position }) => position));
        },
      });
    const second = reader();
    expect(await second.waitFor(3)).toBe(true);
    await second.stop();
    await restored.append('a:1', [anEvent()]);
    expect(await reader().waitFor(4)).toBe(true);
    expect(seen).toEqual([3, 4]);
    await restored.close();
  });

  it('shows consumers of the stream where the fork is', () => {
    const stored = { position: 5, logId: 'l', epoch: 1 };
    expect(guardPosition(stored, { position: 2, logId: 'l', epoch: 1 })).toBe('skip');
    expect(guardPosition(stored, { position: 3, logId: 'l', epoch: 2 })).toBe('fork');
    expect(guardPosition({ ...stored, position: 2 }, { position: 3, logId: 'l', epoch: 2 })).toBe('apply');
  });
});
