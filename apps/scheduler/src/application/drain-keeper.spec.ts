import { ok } from '@enginehouse/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drainWorker } from '../domain/drain/drain.decisions.js';
import { instanceStream, type Decision } from '../domain/events.js';
import { cordonWorker } from '../domain/worker.decisions.js';
import { FlakyStore } from '../testing/flaky-store.js';
import { created, joined } from '../testing/given.js';
import { ownCause } from './cause.js';
import { DecisionLog } from './decision-log.js';
import { DrainKeeper } from './drain-keeper.js';

describe('the keeper of drains', () => {
  let store: FlakyStore;
  let log: DecisionLog;
  let keeper: DrainKeeper;
  let problems: unknown[];
  let routesAreWritten: boolean;

  /** A scheduler that has come to lead on a log. */
  async function lead(): Promise<void> {
    log = new DecisionLog(store, () => {});
    keeper = new DrainKeeper(log, 5000, { isWritten: () => routesAreWritten }, (error) => problems.push(error));
    await log.open();
    keeper.start();
  }
  const write = (decision: Decision) => log.run(ownCause(), () => ok([decision]));
  const ready = (id: string) =>
    write({ streamId: instanceStream(id), type: 'InstanceReady', data: { url: 'http://10.0.0.1:1', port: 1 } });
  const states = () => log.state.instancesOf('demo').map(({ id, state }) => `${id} ${state}`);
  const drain = (deadlineSeconds?: number) =>
    log.run(ownCause(), (state) => drainWorker(state, { name: 'w1', wish: { force: false, deadlineSeconds } }));
  const opened = () => log.run(ownCause(), (state) => cordonWorker(state, { name: 'w1', cordoned: false }));

  beforeEach(async () => {
    vi.useFakeTimers();
    store = new FlakyStore();
    problems = [];
    routesAreWritten = true;
    await lead();
    await joined(log, 'w1');
    await created(log);
    await ready('demo-1');
  });
  afterEach(() => {
    keeper.stop();
    log.close();
    vi.useRealTimers();
  });

  it('stops what was replaced when it has had its time for the requests under way', async () => {
    await joined(log, 'w2');
    await drain();
    await ready('demo-2');
    await vi.advanceTimersByTimeAsync(4999);
    expect(states()).toEqual(['demo-1 ready', 'demo-2 ready']);
    await vi.advanceTimersByTimeAsync(1);
    expect(states()).toEqual(['demo-1 stopping', 'demo-2 ready']);
  });

  it('gives that time only from when the gateway was told', async () => {
    await joined(log, 'w2');
    await drain();
    routesAreWritten = false;
    await ready('demo-2');
    await vi.advanceTimersByTimeAsync(7000);
    routesAreWritten = true;
    await vi.advanceTimersByTimeAsync(2999);
    expect(states()).toEqual(['demo-1 ready', 'demo-2 ready']);
    await vi.advanceTimersByTimeAsync(1);
    expect(states()).toEqual(['demo-1 stopping', 'demo-2 ready']);
  });

  it('stops what is left when the deadline is over, by whoever leads then', async () => {
    await drain(60);
    await vi.advanceTimersByTimeAsync(40_000);
    keeper.stop();
    log.close();
    await lead();
    await vi.advanceTimersByTimeAsync(59_999);
    expect(states()).toEqual(['demo-1 ready']);
    await vi.advanceTimersByTimeAsync(1);
    expect(states()).toEqual(['demo-1 stopping', 'demo-2 waiting']);
  });

  it('leaves a worker alone that was opened again, also when it is drained anew', async () => {
    await drain(60);
    await vi.advanceTimersByTimeAsync(30_000);
    await opened();
    await drain(60);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(states()).toEqual(['demo-1 ready']);
    await vi.advanceTimersByTimeAsync(1);
    expect(states()).toEqual(['demo-1 stopping', 'demo-2 waiting']);
  });

  it('tries again what could not be written', async () => {
    await drain(60);
    store.troubles.push('no-answer');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(problems).toHaveLength(1);
    expect(states()).toEqual(['demo-1 ready']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(states()).toEqual(['demo-1 stopping', 'demo-2 waiting']);
  });
});
