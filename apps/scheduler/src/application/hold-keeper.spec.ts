import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import { InMemoryEventStore } from '@enginehouse/event-store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BackendRemovals } from '../ports.js';
import { aHeader } from '../testing/given.js';
import { UseHoldCommands } from '../use-cases/use-hold-commands.js';
import { CommandRunner } from './command-runner.js';
import { DecisionLog } from './decision-log.js';
import { HoldKeeper } from './hold-keeper.js';

/** A catalog that gives up what it is told to; can be away. */
class FakeRemovals implements BackendRemovals {
  readonly abandoned: string[] = [];
  away = false;

  abandon(backend: string, hold: string): Promise<Result<{ readonly revision: number }, Problem>> {
    if (this.away) return Promise.resolve(err(problemOf('unavailable', 'the catalog does not answer')));
    this.abandoned.push(`${hold} of ${backend}`);
    return Promise.resolve(ok({ revision: 42 }));
  }
}

const backend = 'Echo-custom';

describe('the hold keeper', () => {
  let log: DecisionLog;
  let holds: UseHoldCommands;
  let keeper: HoldKeeper;
  let removals: FakeRemovals;
  let problems: unknown[];

  /** A scheduler that has come to lead on a log. */
  async function leading(on: InMemoryEventStore): Promise<void> {
    log = new DecisionLog(on, () => {});
    holds = new UseHoldCommands(new CommandRunner(log));
    keeper = new HoldKeeper(log, removals, 30_000, (error) => problems.push(error));
    await log.open();
    keeper.start();
  }

  const held = (hold: string) => holds.hold({ hold, backend, versions: null }, aHeader());
  const released = (hold: string) => holds.release({ hold, backend, revision: 9 }, aHeader());
  const inForce = () => log.state.useHolds().map(({ hold }) => hold);

  beforeEach(() => {
    vi.useFakeTimers();
    removals = new FakeRemovals();
    problems = [];
  });
  afterEach(() => {
    keeper.stop();
    log.close();
    vi.useRealTimers();
  });

  it('gives up a hold that nobody ends, and keeps older readings out from the revision that the catalog names', async () => {
    await leading(new InMemoryEventStore());
    await held('h');
    await vi.advanceTimersByTimeAsync(29_999);
    expect(inForce()).toEqual(['h']);
    await vi.advanceTimersByTimeAsync(1);
    expect(removals.abandoned).toEqual(['h of Echo-custom']);
    expect(inForce()).toEqual([]);
    expect(log.state.useOf(backend).fence).toBe(42);
  });

  it('has nothing to do with a hold that was released', async () => {
    await leading(new InMemoryEventStore());
    await held('h');
    await released('h');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(removals.abandoned).toEqual([]);
  });

  it('keeps a hold while the catalog does not answer, and asks again', async () => {
    await leading(new InMemoryEventStore());
    await held('h');
    removals.away = true;
    await vi.advanceTimersByTimeAsync(30_000);
    expect([inForce(), problems.length]).toEqual([['h'], 1]);
    removals.away = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(inForce()).toEqual([]);
  });

  it('gives a hold its whole time again under a new leader', async () => {
    const shared = new InMemoryEventStore();
    await leading(shared);
    await held('h');
    await vi.advanceTimersByTimeAsync(20_000);
    keeper.stop();
    log.close();
    await leading(shared);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(inForce()).toEqual(['h']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(inForce()).toEqual([]);
  });

  it('acts only while it leads', async () => {
    await leading(new InMemoryEventStore());
    await held('h');
    keeper.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(removals.abandoned).toEqual([]);
  });
});

describe('asking for a hold again', () => {
  it('answers the same, and brings back nothing that was released', async () => {
    const log = new DecisionLog(new InMemoryEventStore(), () => {});
    await log.open();
    const holds = new UseHoldCommands(new CommandRunner(log));
    const hold = { hold: 'h', backend, versions: ['1.0'] };
    const release = { hold: 'h', backend, revision: 9 };
    const answers = [
      await holds.hold(hold, aHeader()),
      await holds.hold(hold, aHeader()),
      await holds.release(release, aHeader()),
      await holds.release(release, aHeader()),
      await holds.hold(hold, aHeader()),
    ];
    expect(answers).toEqual(answers.map(() => ok({})));
    expect(log.state.useHolds()).toEqual([]);
    expect(log.state.position).toBe(2);
    expect(await holds.hold({ ...hold, versions: null }, aHeader())).toMatchObject({
      error: { code: 'idempotency-key-reused' },
    });
  });
});
