import { ok } from '@enginehouse/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drainWorker } from '../domain/drain/drain.decisions.js';
import { instanceStream, type Decision } from '../domain/events.js';
import { startRoll } from '../domain/roll/roll.decisions.js';
import { cordonWorker } from '../domain/worker.decisions.js';
import { FlakyStore } from '../testing/flaky-store.js';
import { created, joined } from '../testing/given.js';
import { rollQuestion } from '../testing/rolling.js';
import { ownCause } from './cause.js';
import { DecisionLog } from './decision-log.js';
import { WaitKeeper } from './wait-keeper.js';

let store: FlakyStore;
let log: DecisionLog;
let keeper: WaitKeeper;
let problems: unknown[];
let routesAreWritten: boolean;

/** A scheduler that has come to lead on a log. */
async function lead(): Promise<void> {
  log = new DecisionLog(store, () => {});
  keeper = new WaitKeeper(log, 5000, { isWritten: () => routesAreWritten }, (error) => problems.push(error));
  await log.open();
  keeper.start();
}
const write = (decision: Decision) => log.run(ownCause(), () => ok([decision]));
const ready = (id: string) =>
  write({ streamId: instanceStream(id), type: 'InstanceReady', data: { url: 'http://10.0.0.1:1', port: 1 } });
const states = () => log.state.instancesOf('demo').map(({ id, state }) => `${id} ${state}`);
const roll = () => {
  const deployment = log.state.deployment('demo');
  return deployment?.state === 'running' ? deployment.roll : null;
};
const drain = (deadlineSeconds?: number) =>
  log.run(ownCause(), (state) => drainWorker(state, { name: 'w1', wish: { force: false, deadlineSeconds } }));
const opened = () => log.run(ownCause(), (state) => cordonWorker(state, { name: 'w1', cordoned: false }));

/** The old instance serves until its time is over, and is stopped then. */
async function expectStopIn(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms - 1);
  expect(states()).toEqual(['demo-1 ready', 'demo-2 ready']);
  await vi.advanceTimersByTimeAsync(1);
  expect(states()).toEqual(['demo-1 stopping', 'demo-2 ready']);
}

/** Its 5 s were over once before the gateway had been told; they count again from then. */
async function expectStopAfterRoutes(): Promise<void> {
  await vi.advanceTimersByTimeAsync(7000);
  routesAreWritten = true;
  await expectStopIn(3000);
}

/** What is left on the worker serves until the deadline of the drain, and is stopped then. */
async function expectDeadlineIn(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms - 1);
  expect(states()).toEqual(['demo-1 ready']);
  await vi.advanceTimersByTimeAsync(1);
  expect(states()).toEqual(['demo-1 stopping', 'demo-2 waiting']);
}

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

describe('time in a roll', () => {
  beforeEach(async () => {
    const question = rollQuestion({ wish: { readyWithinSeconds: 60 } });
    await log.run(ownCause(), (state) => startRoll(state, question));
  });

  it('undoes a roll whose new instance is not ready in time', async () => {
    await vi.advanceTimersByTimeAsync(59_999);
    expect(roll()?.state).toBe('rolling');
    await vi.advanceTimersByTimeAsync(1);
    expect(roll()).toMatchObject({ state: 'reverted', cause: 'overdue' });
    expect(states()).toEqual(['demo-1 ready', 'demo-2 stopping']);
  });

  it('stops the old instance when it has had its time for the requests under way', async () => {
    await ready('demo-2');
    await expectStopIn(5000);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(roll()?.state).toBe('rolled');
  });

  it('gives that time only from when the gateway was told', async () => {
    routesAreWritten = false;
    await ready('demo-2');
    await expectStopAfterRoutes();
  });

  it('goes on where another one led before, with the whole time again', async () => {
    await vi.advanceTimersByTimeAsync(40_000);
    keeper.stop();
    log.close();
    await vi.advanceTimersByTimeAsync(100_000);
    await lead();
    await vi.advanceTimersByTimeAsync(59_999);
    expect(roll()?.state).toBe('rolling');
    await vi.advanceTimersByTimeAsync(1);
    expect(roll()?.state).toBe('reverted');
  });

  it('tries again what could not be written', async () => {
    store.troubles.push('no-answer');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(problems).toHaveLength(1);
    expect(roll()?.state).toBe('rolling');
    await vi.advanceTimersByTimeAsync(1000);
    expect(roll()?.state).toBe('reverted');
  });
});

describe('time in a drain', () => {
  it('stops what was replaced when it has had its time for the requests under way', async () => {
    await joined(log, 'w2');
    await drain();
    await ready('demo-2');
    await expectStopIn(5000);
  });

  it('gives that time only from when the gateway was told', async () => {
    await joined(log, 'w2');
    await drain();
    routesAreWritten = false;
    await ready('demo-2');
    await expectStopAfterRoutes();
  });

  it('stops what is left when the deadline is over, by whoever leads then', async () => {
    await drain(60);
    await vi.advanceTimersByTimeAsync(40_000);
    keeper.stop();
    log.close();
    await lead();
    await expectDeadlineIn(60_000);
  });

  it('leaves a worker alone that was opened again, also when it is drained anew', async () => {
    await drain(60);
    await vi.advanceTimersByTimeAsync(30_000);
    await opened();
    await drain(60);
    await expectDeadlineIn(60_000);
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
