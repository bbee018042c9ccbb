import { describe, expect, it, vi } from 'vitest';
import { anEvent } from './contract/an-event.contract.js';
import { LogFollower } from './follow-log.js';
import { InMemoryEventStore } from './memory/in-memory-event-store.js';

const filled = async (count: number) => {
  const store = new InMemoryEventStore();
  await store.append(
    'a:1',
    Array.from({ length: count }, () => anEvent()),
  );
  return store;
};

describe('a follower', () => {
  it('stops at a hole', async () => {
    const store = await filled(5);
    const events = (await store.readAll({ after: 0, limit: 10 })).filter(({ position }) => position !== 3);
    const { watch } = store;
    const log = { watch, readAll: async () => events, head: () => store.head(), epochs: () => store.epochs() };
    const seen: number[] = [];
    const follower = new LogFollower(log, { after: 0, handler: (batch) => void seen.push(batch.length) });
    await expect(follower.done).rejects.toThrow('position 4 where 3 was expected');
    await expect(follower.caughtUp).rejects.toThrow('position 4');
    expect(seen).toEqual([]);
  });

  it('waits while the log cannot be read, says why, and goes on', async () => {
    const store = await filled(3);
    const state = { down: true };
    const { watch } = store;
    const readAll: typeof store.readAll = (options) =>
      state.down ? Promise.reject(new Error('no database')) : store.readAll(options);
    const log = { watch, readAll, head: () => store.head(), epochs: () => store.epochs() };
    const follower = new LogFollower(log, { after: 0, handler: () => {} });
    await vi.waitFor(() => expect(follower.lastError).toBe('no database'));
    state.down = false;
    expect(await follower.waitFor(3)).toBe(true);
    expect(follower.lastError).toBeUndefined();
    await follower.stop();
  });

  it('notices after a reconnection that the log it followed was restored', async () => {
    const store = await filled(5);
    const follower = store.follow({ after: 0, handler: () => {} });
    await follower.caughtUp;
    await store.beginEpoch(3, 1);
    store.watch.reconnected();
    await expect(follower.done).rejects.toMatchObject({ code: 'log-fork', commonPosition: 3 });
  });

  it('does not start ahead of the log', async () => {
    const store = await filled(2);
    const follower = store.follow({ after: 3, handler: () => {} });
    await expect(follower.done).rejects.toMatchObject({ code: 'log-fork', commonPosition: 2 });
  });

  it('never calls its handler twice at a time', async () => {
    const store = await filled(50);
    let running = 0;
    const handler = async () => {
      running += 1;
      expect(running).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
    };
    const follower = store.follow({ after: 0, batchSize: 10, handler });
    expect(await follower.waitFor(50)).toBe(true);
    await follower.stop();
  });
});
