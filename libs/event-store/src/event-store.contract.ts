import type { NewEvent, RecordedEvent } from '@enginehouse/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnacceptableEventError } from './errors.js';
import { newEventId } from './event-id.js';
import type { EventStore } from './event-store.js';

/** An event for tests; every call makes another one. */
export const anEvent = (data: unknown = { n: 1 }, more: Partial<NewEvent> = {}): NewEvent => ({
  id: newEventId(),
  type: 'SomethingHappened',
  schemaVersion: 1,
  data,
  meta: { actor: 'user:tester', correlationId: 'c-1' },
  ...more,
});

/** What every event store must do. `open` gives an empty one. */
export function eventStoreContract(name: string, open: () => Promise<EventStore>): void {
  describe(`${name} as an event store`, () => {
    let store: EventStore;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    describe('append', () => {
      it('gives dense positions over the log and dense versions within a stream', async () => {
        expect(await store.append('a:1', [anEvent(), anEvent()])).toEqual({
          kind: 'appended',
          position: 2,
          version: 2,
        });
        expect(await store.append('a:2', [anEvent()])).toEqual({ kind: 'appended', position: 3, version: 1 });
        expect(await store.append('a:1', [anEvent()])).toEqual({ kind: 'appended', position: 4, version: 3 });
        const log = await store.readAll({ after: 0, limit: 10 });
        expect(log.map(({ position, streamId, version }) => [position, streamId, version])).toEqual([
          [1, 'a:1', 1],
          [2, 'a:1', 2],
          [3, 'a:2', 1],
          [4, 'a:1', 3],
        ]);
      });

      it('returns exactly what was given, with its place and time', async () => {
        const data = { text: 'größer \u0000 "x" \\ \n 🚀', list: [1, null, true, 0.1], deep: { a: {} }, raw: '1.10' };
        const given = anEvent(data, {
          type: 'VersionAdded',
          schemaVersion: 3,
          meta: { actor: 'user:ann', correlationId: 'c', causationId: 'k', reason: 'ünd "so"' },
        });
        await store.append('backend:größe', [given]);
        const [event] = await store.readStream('backend:größe');
        expect(event).toEqual({
          ...given,
          position: 1,
          streamId: 'backend:größe',
          version: 1,
          recordedAt: event?.recordedAt,
        });
        expect(event?.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      });

      it('takes any stream version where none is expected', async () => {
        await store.append('a:1', [anEvent()], { expectedVersion: 0 });
        expect(await store.append('a:1', [anEvent()])).toMatchObject({ kind: 'appended', version: 2 });
      });

      it('refuses a stale expected version with the current one, and writes nothing', async () => {
        await store.append('a:1', [anEvent(), anEvent()], { expectedVersion: 0 });
        for (const expectedVersion of [0, 1, 3]) {
          expect(await store.append('a:1', [anEvent()], { expectedVersion })).toEqual({
            kind: 'conflict',
            currentVersion: 2,
          });
        }
        expect(await store.append('a:2', [anEvent()], { expectedVersion: 1 })).toEqual({
          kind: 'conflict',
          currentVersion: 0,
        });
        expect((await store.head()).position).toBe(2);
      });

      it('answers a repeated append with the stored place, whatever happened to the stream since', async () => {
        const events = [anEvent(), anEvent()];
        await store.append('a:1', events, { expectedVersion: 0 });
        await store.append('a:1', [anEvent()]);
        const again = await store.append('a:1', events, { expectedVersion: 0 });
        expect(again).toEqual({ kind: 'duplicate', position: 2, version: 2 });
        expect((await store.head()).position).toBe(3);
      });

      it('answers a repeated append whose metadata differ as a duplicate: only the first is kept', async () => {
        const event = anEvent();
        await store.append('a:1', [event]);
        const retried = { ...event, meta: { ...event.meta, traceparent: '00-1-2-01' } };
        expect(await store.append('a:1', [retried])).toMatchObject({ kind: 'duplicate', position: 1 });
        expect(await store.readStream('a:1')).toMatchObject([{ meta: event.meta }]);
      });

      it.each([
        ['other data', 'a:1', { data: { n: 2 } }],
        ['another type', 'a:1', { type: 'Other' }],
        ['another stream', 'a:2', {}],
      ])('refuses an event id that was used with %s', async (_, streamId, more) => {
        const event = anEvent();
        await store.append('a:1', [event]);
        expect(await store.append(streamId, [{ ...event, ...more }])).toEqual({ kind: 'reused-id' });
        expect((await store.head()).position).toBe(1);
      });

      it('refuses an append that mixes new events with known ones', async () => {
        const [known, other] = [anEvent(), anEvent()];
        await store.append('a:1', [known]);
        await store.append('a:1', [other]);
        expect(await store.append('a:1', [anEvent(), known])).toEqual({ kind: 'reused-id' });
        expect(await store.append('a:1', [known, anEvent()])).toEqual({ kind: 'reused-id' });
        expect(await store.append('a:1', [other, known])).toEqual({ kind: 'reused-id' });
        expect((await store.head()).position).toBe(2);
      });

      it.each([
        ['no events', 'a:1', []],
        ['an empty stream id', '', [anEvent()]],
        ['a line break in a stream id', 'a:\n', [anEvent()]],
        ['half a character in a stream id', 'a:\ud800', [anEvent()]],
        ['an id that is no UUID', 'a:1', [anEvent({}, { id: 'x' })]],
        ['data that JSON cannot hold', 'a:1', [anEvent(undefined, { data: undefined })]],
        ['an event that no message could carry', 'a:1', [anEvent('x'.repeat(2_000_000))]],
        ['a type that is no identifier', 'a:1', [anEvent({}, { type: 'a b' })]],
      ])('throws for %s', async (_, streamId, events) => {
        await expect(store.append(streamId, events)).rejects.toThrow(UnacceptableEventError);
        expect((await store.head()).position).toBe(0);
      });

      it('throws for an id that occurs twice in one append', async () => {
        const event = anEvent();
        await expect(store.append('a:1', [event, event])).rejects.toThrow(UnacceptableEventError);
      });

      it('lets exactly one of many racing appends with the same expected version through', async () => {
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, () => store.append('a:1', [anEvent()], { expectedVersion: 0 })),
        );
        expect(outcomes.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
        expect(outcomes.filter(({ kind }) => kind === 'conflict')).toHaveLength(19);
      });

      it('writes racing retries of one append once', async () => {
        const events = [anEvent(), anEvent()];
        const outcomes = await Promise.all([1, 2, 3].map(() => store.append('a:1', events, { expectedVersion: 0 })));
        expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['appended', 'duplicate', 'duplicate']);
        expect((await store.head()).position).toBe(2);
      });

      it('keeps the order of appends to one stream', async () => {
        await Promise.all(Array.from({ length: 50 }, (_, n) => store.append('a:1', [anEvent({ n })])));
        const stream = await store.readStream('a:1');
        expect(stream.map(({ data }) => (data as { n: number }).n)).toEqual(Array.from({ length: 50 }, (_, n) => n));
      });

      it('answers unavailable when closed', async () => {
        await store.close();
        expect(await store.append('a:1', [anEvent()])).toEqual({ kind: 'unavailable', reason: 'closed' });
        store = await open();
      });
    });

    describe('reading', () => {
      it('gives nothing for a stream or a log that is empty', async () => {
        expect(await store.readStream('a:1')).toEqual([]);
        expect(await store.readAll({ after: 0, limit: 10 })).toEqual([]);
        expect(await store.head()).toMatchObject({ position: 0, epoch: 1 });
      });

      it('pages through the log by position', async () => {
        await store.append('a:1', [anEvent(), anEvent(), anEvent(), anEvent(), anEvent()]);
        const page = await store.readAll({ after: 2, limit: 2 });
        expect(page.map(({ position }) => position)).toEqual([3, 4]);
        expect(await store.readAll({ after: 5, limit: 2 })).toEqual([]);
      });

      it('reads a stream by version, and as of a position or a moment', async () => {
        await store.append('a:1', [anEvent(), anEvent()]);
        await store.append('a:2', [anEvent()]);
        await new Promise((resolve) => setTimeout(resolve, 20));
        const { recordedAt = '' } = (await store.readStream('a:1'))[0] ?? {};
        await store.append('a:1', [anEvent(), anEvent()]);
        const versions = async (options: object) => (await store.readStream('a:1', options)).map((e) => e.version);
        expect(await versions({ fromVersion: 2, toVersion: 3 })).toEqual([2, 3]);
        expect(await versions({ asOfPosition: 4 })).toEqual([1, 2, 3]);
        expect(await versions({ asOfTime: new Date(recordedAt) })).toEqual([1, 2]);
        expect(await versions({ asOfTime: new Date(0) })).toEqual([]);
      });

      it('moves the tip of the hash chain with every append', async () => {
        const before = await store.head();
        await store.append('a:1', [anEvent()]);
        const after = await store.head();
        expect(after).toMatchObject({ position: 1, logId: before.logId, epoch: before.epoch });
        expect(after.chain).toMatch(/^[0-9a-f]{64}$/);
        expect(after.chain).not.toBe(before.chain);
        expect(await store.verifyLog()).toEqual({ intact: true, events: 1, position: 1 });
      });
    });

    describe('follow', () => {
      const collect = (after = 0, batchSize?: number) => {
        const seen: number[] = [];
        const handler = (events: readonly RecordedEvent[]) => {
          seen.push(...events.map(({ position }) => position));
        };
        return { seen, follower: store.follow({ after, handler, batchSize }) };
      };

      it('hands on the past, then what is appended, in order and once', async () => {
        await store.append('a:1', [anEvent(), anEvent(), anEvent()]);
        const { seen, follower } = collect(1, 2);
        await follower.caughtUp;
        expect(seen).toEqual([2, 3]);
        await Promise.all(Array.from({ length: 10 }, (_, n) => store.append(`b:${n}`, [anEvent()])));
        expect(await follower.waitFor(13)).toBe(true);
        expect(seen).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
        expect(follower.position).toBe(13);
      });

      it('wakes up for an append within milliseconds', async () => {
        const { follower } = collect();
        await follower.caughtUp;
        await store.append('warm:1', [anEvent()]);
        await follower.waitFor(1);
        const start = performance.now();
        await store.append('a:1', [anEvent()]);
        expect(await follower.waitFor(2)).toBe(true);
        expect(performance.now() - start).toBeLessThan(500);
      });

      it('says when a position was not reached in time', async () => {
        const { follower } = collect();
        await follower.caughtUp;
        expect(await follower.waitFor(1, 20)).toBe(false);
      });

      it('ends with the error of its handler', async () => {
        await store.append('a:1', [anEvent()]);
        const follower = store.follow({
          after: 0,
          handler: () => {
            throw new Error('handler broke');
          },
        });
        await expect(follower.done).rejects.toThrow('handler broke');
        expect(follower.position).toBe(0);
        expect(await follower.waitFor(1)).toBe(false);
      });

      it('handles nothing after it was stopped', async () => {
        const { seen, follower } = collect();
        await follower.caughtUp;
        await follower.stop();
        await store.append('a:1', [anEvent()]);
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(seen).toEqual([]);
        await follower.done;
      });
    });

    describe('subscribe', () => {
      const collect = (name: string) => {
        const seen: number[] = [];
        const subscription = store.subscribe({
          name,
          handler: (events) => {
            seen.push(...events.map(({ position }) => position));
          },
        });
        return { seen, subscription };
      };

      it('goes on behind the last handled position under the same name', async () => {
        await store.append('a:1', [anEvent(), anEvent()]);
        const first = collect('reader');
        expect(await first.subscription.waitFor(2)).toBe(true);
        await first.subscription.stop();
        await store.append('a:1', [anEvent()]);
        const second = collect('reader');
        expect(await second.subscription.waitFor(3)).toBe(true);
        expect([first.seen, second.seen]).toEqual([[1, 2], [3]]);
        expect(second.subscription.active).toBe(true);
      });

      it('keeps names apart', async () => {
        await store.append('a:1', [anEvent()]);
        const readers = [collect('one'), collect('two')];
        for (const { subscription, seen } of readers) {
          expect(await subscription.waitFor(1)).toBe(true);
          expect(seen).toEqual([1]);
        }
      });
    });

    describe('holdLock', () => {
      it('is held by one at a time, and passed on when released', async () => {
        const first = await store.holdLock(77n);
        const order: string[] = [];
        const second = store.holdLock(77n, { retryMs: 10 }).then((held) => {
          order.push('second');
          return held;
        });
        await new Promise((resolve) => setTimeout(resolve, 60));
        order.push('released');
        await first.release();
        await (await second).release();
        expect(order).toEqual(['released', 'second']);
        expect(first.signal.aborted).toBe(true);
      });

      it('stops waiting when asked', async () => {
        const held = await store.holdLock(78n);
        const signal = AbortSignal.timeout(30);
        await expect(store.holdLock(78n, { signal, retryMs: 10 })).rejects.toThrow('timeout');
        await held.release();
      });
    });
  });
}
