import { afterEach, describe, expect, it, vi } from 'vitest';
import { anEvent } from '../contract/an-event.contract.js';
import type { AppendOutcome } from '../event-store.js';
import { prepareUnit, type AppendUnit } from './append-unit.js';
import { Coalescer, defaultLimits, type BatchReply } from './coalescer.js';

const aUnit = (streamId: string, events = [anEvent()]): AppendUnit =>
  prepareUnit(streamId, events, undefined, 1_000_000);
const appended: AppendOutcome = { kind: 'appended', position: 1, version: 1 };
const done = (units: readonly AppendUnit[]): BatchReply => ({ kind: 'done', outcomes: units.map(() => appended) });

/** A database that answers as told and remembers what it was sent. */
function database(answer: (units: readonly AppendUnit[], call: number) => BatchReply, delayMs = 5) {
  const batches: string[][] = [];
  const send = async (units: readonly AppendUnit[]) => {
    batches.push(units.map(({ streamId }) => streamId));
    const call = batches.length;
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return answer(units, call);
  };
  return { batches, send };
}

describe('the coalescer', () => {
  const open: Coalescer[] = [];
  const coalescer = (send: (units: readonly AppendUnit[]) => Promise<BatchReply>, limits = {}) => {
    const made = new Coalescer(send, { ...defaultLimits, ...limits });
    open.push(made);
    return made;
  };
  afterEach(() => Promise.all(open.splice(0).map((each) => each.close())));

  it('sends what arrives together together, and what arrives meanwhile next', async () => {
    const { batches, send } = database(done);
    const queue = coalescer(send);
    const first = ['a', 'b', 'c'].map((stream) => queue.add(aUnit(stream), 1000));
    await vi.waitFor(() => expect(batches).toHaveLength(1));
    const second = ['d', 'e'].map((stream) => queue.add(aUnit(stream), 1000));
    expect(batches).toHaveLength(1);
    await Promise.all([...first, ...second]);
    expect(batches).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
  });

  it('puts callers that were just answered into one batch again', async () => {
    const { batches, send } = database(done);
    const queue = coalescer(send);
    const writer = async (stream: string) => {
      for (let n = 0; n < 5; n += 1) {
        await queue.add(aUnit(stream), 1000);
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, n) => writer(`s${n}`)));
    expect(batches.map((batch) => batch.length)).toEqual([16, 16, 16, 16, 16]);
  });

  it('gives every caller its own outcome', async () => {
    const { send } = database((units) => ({
      kind: 'done',
      outcomes: units.map(({ streamId }) => ({ kind: 'conflict', currentVersion: Number(streamId) })),
    }));
    const queue = coalescer(send);
    const outcomes = await Promise.all([3, 1, 2].map((n) => queue.add(aUnit(String(n)), 1000)));
    expect(outcomes).toEqual([3, 1, 2].map((currentVersion) => ({ kind: 'conflict', currentVersion })));
  });

  it('halves a rejected batch until the unit at fault stands alone', async () => {
    const { send } = database((units) =>
      units.some(({ streamId }) => streamId === 'poison')
        ? { kind: 'rejected', error: new Error('poison') }
        : done(units),
    );
    const queue = coalescer(send);
    const streams = ['a', 'b', 'poison', 'c', 'd', 'e', 'f'];
    const results = await Promise.allSettled(streams.map((stream) => queue.add(aUnit(stream), 1000)));
    expect(results.map(({ status }) => status === 'rejected')).toEqual(streams.map((stream) => stream === 'poison'));
  });

  it('passes on the outcome that a rejected unit has by itself', async () => {
    const { send } = database(() => ({ kind: 'rejected', error: new Error('x'), outcome: { kind: 'reused-id' } }));
    expect(await coalescer(send).add(aUnit('a'), 1000)).toEqual({ kind: 'reused-id' });
  });

  it('sends the same batch again when no answer came', async () => {
    const { batches, send } = database((units, call) =>
      call < 3 ? { kind: 'lost', error: new Error('gone') } : done(units),
    );
    const queue = coalescer(send);
    expect(await Promise.all(['a', 'b'].map((stream) => queue.add(aUnit(stream), 5000)))).toEqual([appended, appended]);
    expect(batches).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(queue.lastError).toBeUndefined();
  });

  it('stops sending what nobody waits for any more', async () => {
    const { batches, send } = database(() => ({ kind: 'lost', error: new Error('gone') }));
    const queue = coalescer(send);
    expect(await queue.add(aUnit('a'), 100)).toEqual({ kind: 'unavailable', reason: 'no-answer' });
    expect(queue.lastError).toBe('gone');
    await queue.close();
    const sent = batches.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(batches).toHaveLength(sent);
  });

  it('refuses more than may wait, and everything while the oldest waits too long', async () => {
    const { send } = database(done, 150);
    const queue = coalescer(send, { queueUnits: 2, oldestWaitMs: 60 });
    const first = queue.add(aUnit('a'), 1000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const waiting = [queue.add(aUnit('b'), 1000), queue.add(aUnit('c'), 1000)];
    expect(await queue.add(aUnit('d'), 1000)).toEqual({ kind: 'overloaded', retryAfterSeconds: 1 });
    await Promise.all([first, ...waiting]);
    const again = queue.add(aUnit('a'), 1000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const oldest = queue.add(aUnit('b'), 1000);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await queue.add(aUnit('c'), 1000)).toEqual({ kind: 'overloaded', retryAfterSeconds: 1 });
    await Promise.all([again, oldest]);
  });

  it('tells callers when this process may not append', async () => {
    const { send } = database(() => ({ kind: 'not-leader' }));
    expect(await coalescer(send).add(aUnit('a'), 1000)).toEqual({ kind: 'unavailable', reason: 'not-leader' });
  });

  it('finishes what it took before it closes, and takes no more', async () => {
    const { send } = database(done);
    const queue = coalescer(send);
    const taken = queue.add(aUnit('a'), 1000);
    const closed = queue.close();
    expect(await queue.add(aUnit('b'), 1000)).toEqual({ kind: 'unavailable', reason: 'closed' });
    await closed;
    expect(await taken).toEqual(appended);
  });
});
