import { ok, problemOf, type AssignmentSet, type Problem, type Result } from '@enginehouse/contracts';
import { createLogger } from '@enginehouse/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InMemoryKept } from '../../adapters/in-memory/in-memory-stores.js';
import { assignmentOf, setOf } from '../../testing/assignments.js';
import { FakeClock, settle } from '../../testing/fake-clock.js';
import { AssignmentPuller } from './assignment-puller.js';

let clock: FakeClock;
let kept: InMemoryKept<AssignmentSet>;
let answer: Result<AssignmentSet, Problem>;
let pulls: number;
let sets: AssignmentSet[];
let puller: AssignmentPuller;

const makePuller = () =>
  new AssignmentPuller({
    kept,
    clock,
    controlPlane: {
      state: () => ({ connected: true, detail: 'connected' }),
      pullAssignments: async () => {
        pulls += 1;
        return answer;
      },
    },
    logger: createLogger({ service: 'runtime', level: 'silent' }),
    session: 'session',
    me: () => ({ worker: 'w1', installation: null }),
    observe: () => [],
    onSet: (set) => sets.push(set),
    random: () => 0.5,
  });

beforeEach(() => {
  clock = new FakeClock();
  kept = new InMemoryKept();
  answer = ok(setOf([assignmentOf()], { epoch: 5 }));
  pulls = 0;
  sets = [];
  puller = makePuller();
});
afterEach(() => puller.stop());

describe('pulling assignments', () => {
  it('happens at the start, every 30 s, and when told to', async () => {
    void puller.run();
    await clock.advance(60_000);
    expect(pulls).toBe(3);
    puller.wake();
    await settle();
    expect(pulls).toBe(4);
  });

  it('is tried again soon when it fails', async () => {
    answer = { ok: false, error: problemOf('unavailable', 'no scheduler') };
    void puller.run();
    await clock.advance(9000);
    expect(pulls).toBe(4);
    expect(sets).toEqual([]);
  });

  it('keeps the set for a process that starts while the control plane is away', async () => {
    void puller.run();
    await settle();
    puller.stop();
    sets = [];
    puller = makePuller();
    await puller.load();
    expect(sets).toMatchObject([{ epoch: 5, assignments: [{ instance: 'chat-1' }] }]);
  });

  it('has the set on disk before anything is done about it', async () => {
    const order: string[] = [];
    const save = kept.save.bind(kept);
    kept.save = async (set) => {
      await save(set);
      order.push('saved');
    };
    sets.push = (...more) => {
      order.push('acted');
      return more.length;
    };
    void puller.run();
    await settle();
    expect(order).toEqual(['saved', 'acted']);
  });

  it('refuses an older epoch, also one older than an earlier process held, and says so', async () => {
    await kept.save(setOf([], { epoch: 9 }));
    await puller.load();
    void puller.run();
    await settle();
    expect(sets).toMatchObject([{ epoch: 9 }]);
    expect(puller.refused()).toContain('epoch');
    answer = ok(setOf([], { epoch: 10 }));
    puller.wake();
    await settle();
    expect(puller.refused()).toBeNull();
    expect(puller.set()?.epoch).toBe(10);
  });

  it('works from memory when the disk is full', async () => {
    kept.save = async () => {
      throw new Error('ENOSPC');
    };
    void puller.run();
    await settle();
    expect(sets).toHaveLength(1);
  });
});
