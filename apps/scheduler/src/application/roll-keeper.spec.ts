import { ok } from '@enginehouse/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { instanceStream, type Decision } from '../domain/events.js';
import { startRoll } from '../domain/roll/roll.decisions.js';
import { FlakyStore } from '../testing/flaky-store.js';
import { created, joined } from '../testing/given.js';
import { rollQuestion } from '../testing/rolling.js';
import { ownCause } from './cause.js';
import { DecisionLog } from './decision-log.js';
import { RollKeeper } from './roll-keeper.js';

describe('the keeper of rolls', () => {
  let store: FlakyStore;
  let log: DecisionLog;
  let keeper: RollKeeper;
  let problems: unknown[];
  let routesAreWritten: boolean;

  /** A scheduler that has come to lead on a log. */
  async function lead(): Promise<void> {
    log = new DecisionLog(store, () => {});
    keeper = new RollKeeper(log, 5000, { isWritten: () => routesAreWritten }, (error) => problems.push(error));
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

  beforeEach(async () => {
    vi.useFakeTimers();
    store = new FlakyStore();
    problems = [];
    routesAreWritten = true;
    await lead();
    await joined(log, 'w1');
    await created(log);
    await ready('demo-1');
    const question = rollQuestion({ wish: { readyWithinSeconds: 60 } });
    await log.run(ownCause(), (state) => startRoll(state, question));
  });
  afterEach(() => {
    keeper.stop();
    log.close();
    vi.useRealTimers();
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
    await vi.advanceTimersByTimeAsync(4999);
    expect(states()).toEqual(['demo-1 ready', 'demo-2 ready']);
    await vi.advanceTimersByTimeAsync(1);
    expect(states()).toEqual(['demo-1 stopping', 'demo-2 ready']);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(roll()?.state).toBe('rolled');
  });

  it('gives that time only from when the gateway was told', async () => {
    routesAreWritten = false;
    await ready('demo-2');
    await vi.advanceTimersByTimeAsync(7000);
    routesAreWritten = true;
    await vi.advanceTimersByTimeAsync(2999);
    expect(states()).toEqual(['demo-1 ready', 'demo-2 ready']);
    await vi.advanceTimersByTimeAsync(1);
    expect(states()).toEqual(['demo-1 stopping', 'demo-2 ready']);
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
