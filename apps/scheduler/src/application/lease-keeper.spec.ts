import { InMemoryEventStore } from '@enginehouse/event-store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { created, joined } from '../testing/given.js';
import { DecisionLog } from './decision-log.js';
import { LeaseKeeper } from './lease-keeper.js';

describe('the lease keeper', () => {
  let log: DecisionLog;
  let now: number;
  let hearing: boolean;
  let frozen: (readonly string[])[];
  let leases: LeaseKeeper;
  beforeEach(async () => {
    log = new DecisionLog(new InMemoryEventStore(), () => {});
    await log.open();
    now = 0;
    hearing = true;
    frozen = [];
    const times = { suspectAfterMs: 15_000, graceMs: 60_000 };
    leases = new LeaseKeeper(
      log,
      { now: () => now },
      times,
      (workers) => frozen.push(workers),
      () => hearing,
    );
  });
  afterEach(() => log.close());

  const join = async (...names: string[]) => {
    for (const name of names) await joined(log, name);
    leases.startAgain();
  };
  /** Lets time pass second by second, with heartbeats of some. */
  const pass = async (seconds: number, ...heard: string[]) => {
    for (let second = 0; second < seconds; second += 1) {
      now += 1000;
      heard.forEach((name) => leases.heard(name));
      await leases.tick();
    }
  };
  const states = () => log.state.workers().map(({ name, state }) => `${name} ${state}`);
  const places = () =>
    log.state.liveInstances().map((each) => `${each.id} ${'placement' in each ? each.placement?.worker : each.state}`);

  it('leaves alone who is heard', async () => {
    await join('w1');
    await pass(100, 'w1');
    expect(states()).toEqual(['w1 ready']);
  });

  it('suspects who is silent, moves nothing before the grace, and takes it back when it is heard', async () => {
    await join('w1', 'w2');
    await created(log);
    await pass(16, 'w2');
    expect([states(), places()]).toEqual([['w1 unreachable', 'w2 ready'], ['demo-1 w1']]);
    leases.heard('w1');
    await vi.waitFor(() => expect(states()).toEqual(['w1 ready', 'w2 ready']));
    await pass(61, 'w2');
    expect(places()).toEqual(['demo-1 w2']);
  });

  it('moves nothing when too many vanish together, and says so once', async () => {
    await join('w1', 'w2', 'w3');
    await created(log, { replicas: 3 });
    await pass(80, 'w3');
    expect(places()).toEqual(['demo-1 w1', 'demo-2 w2', 'demo-3 w3']);
    expect(frozen).toEqual([['w1', 'w2']]);
    expect(leases.frozen).toEqual(['w1', 'w2']);
  });

  it('takes nothing from a time in which it could hear nobody', async () => {
    await join('w1');
    hearing = false;
    await pass(100);
    hearing = true;
    await pass(10);
    expect(states()).toEqual(['w1 ready']);
    await pass(6);
    expect(states()).toEqual(['w1 unreachable']);
  });

  it('takes nothing from a time in which it was frozen itself', async () => {
    await join('w1');
    now += 100_000;
    await leases.tick();
    expect(states()).toEqual(['w1 ready']);
  });

  it('gives everybody the full grace after a start', async () => {
    await join('w1', 'w2');
    await created(log);
    await pass(20, 'w2');
    leases.startAgain();
    await pass(50, 'w2');
    expect(places()).toEqual(['demo-1 w1']);
    await pass(12, 'w2');
    expect(places()).toEqual(['demo-1 w2']);
  });
});
