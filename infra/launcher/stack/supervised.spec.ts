import { EventEmitter, once } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { StackEvent } from '../index.d.mts';
import { EXIT_CONFIGURATION, Supervised } from './supervised.mjs';

/** A process that ends when the test says so. */
function fakeProcess() {
  const exit = new EventEmitter();
  const exited = once(exit, 'exit').then(([code]: (number | null)[]) => code ?? null);
  const end = (code: number | null) => void exit.emit('exit', code);
  const record = { name: 'fake', pid: 1, startedAt: '', mark: '' };
  return { end, running: { record, exited, stop: async () => end(0), kill: async () => end(null) } };
}

describe('Supervised', () => {
  let started: ReturnType<typeof fakeProcess>[];
  let events: StackEvent[];
  let supervised: Supervised;

  beforeEach(async () => {
    started = [];
    events = [];
    supervised = new Supervised({
      name: 'fake',
      logFile: 'fake.log',
      onEvent: (event) => events.push(event),
      launch: async () => {
        const next = fakeProcess();
        started.push(next);
        return next.running;
      },
    });
    await supervised.start();
  });

  const crash = async (code: number | null = 1): Promise<void> => {
    started.at(-1)?.end(code);
    await vi.waitFor(() => expect(events.length).toBeGreaterThan(0));
  };
  const pauses = () => events.flatMap((event) => (event.type === 'ended' ? [event.againInMs] : []));

  it('starts a process again that ended unasked, after a pause', async () => {
    await crash();
    expect(started).toHaveLength(1);
    await vi.waitFor(() => expect(started).toHaveLength(2), { timeout: 2_000 });
    expect(events.map(({ type }) => type)).toEqual(['ended', 'restarted']);
  });

  it('waits longer after each crash', async () => {
    for (const count of [2, 3, 4]) {
      started.at(-1)?.end(1);
      await vi.waitFor(() => expect(started).toHaveLength(count), { timeout: 5_000 });
    }
    expect(pauses()).toEqual([250, 500, 1000]);
  });

  it('does not start a process again whose configuration cannot work', async () => {
    await crash(EXIT_CONFIGURATION);
    expect(events).toEqual([{ type: 'misconfigured', name: 'fake', logFile: 'fake.log' }]);
    expect(started).toHaveLength(1);
  });

  it.each(['stop', 'kill'] as const)('leaves it down after %s', async (way) => {
    await supervised[way]();
    await new Promise(setImmediate);
    expect(events).toEqual([]);
    expect(supervised.pid).toBeUndefined();
  });

  it('does not start again what was stopped while it waited', async () => {
    await crash();
    await supervised.stop();
    await new Promise(setImmediate);
    expect(started).toHaveLength(1);
  });
});
