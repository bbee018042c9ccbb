import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { anEvent } from '../contract/an-event.contract.js';
import { prepareUnit } from './append-unit.js';
import { takeBatch } from './take-batch.js';

const limits = { batchUnits: 128, batchBytes: 1024 * 1024 };
const waiting = (streamId: string, events = [anEvent()]) => ({ unit: prepareUnit(streamId, events, undefined, 9e9) });
const streams = (items: readonly { unit: { streamId: string } }[]) => items.map(({ unit }) => unit.streamId);

describe('the next batch', () => {
  it('holds one unit per stream; the rest keeps its order', () => {
    const { batch, rest } = takeBatch(
      ['a', 'b', 'a', 'c', 'a', 'b'].map((stream) => waiting(stream)),
      limits,
    );
    expect([streams(batch), streams(rest)]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'a', 'b'],
    ]);
  });

  it('holds no event id twice, nor what comes after in the stream that has to wait for it', () => {
    const event = anEvent();
    const queue = [waiting('a', [event]), waiting('b', [anEvent(), event]), waiting('b'), waiting('c')];
    const { batch, rest } = takeBatch(queue, limits);
    expect([streams(batch), streams(rest)]).toEqual([
      ['a', 'c'],
      ['b', 'b'],
    ]);
  });

  it('ends at its limits of units and bytes, and takes one unit of any size', () => {
    const three = ['a', 'b', 'c'].map((stream) => waiting(stream));
    expect(streams(takeBatch(three, { ...limits, batchUnits: 2 }).batch)).toEqual(['a', 'b']);
    const big = ['a', 'b', 'c'].map((stream) => waiting(stream, [anEvent('x'.repeat(600_000))]));
    expect(streams(takeBatch(big, limits).batch)).toEqual(['a']);
    expect(streams(takeBatch([waiting('a', [anEvent('x'.repeat(2_000_000))])], limits).batch)).toEqual(['a']);
  });

  it('loses nothing, repeats nothing and keeps every stream in order, whatever the queue', () => {
    const queues = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });
    fc.assert(
      fc.property(queues, fc.integer({ min: 1, max: 5 }), (names, batchUnits) => {
        const queue = names.map((name) => waiting(name));
        let left: readonly (typeof queue)[number][] = queue;
        const taken = [];
        while (left.length > 0) {
          const { batch, rest } = takeBatch(left, { ...limits, batchUnits });
          expect(new Set(streams(batch)).size).toBe(batch.length);
          expect(batch.length).toBeGreaterThan(0);
          taken.push(...batch);
          left = rest;
        }
        expect(taken).toHaveLength(queue.length);
        for (const name of ['a', 'b', 'c', 'd']) {
          const of = (all: typeof queue) => all.filter(({ unit }) => unit.streamId === name);
          expect(of(taken)).toEqual(of(queue));
        }
      }),
    );
  });
});
