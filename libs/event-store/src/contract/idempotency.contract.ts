import { describe, expect, it } from 'vitest';
import type { EventStore } from '../event-store.js';
import { anEvent } from './an-event.contract.js';

/** What a repeated event id means. */
export function appendsOnce(store: () => EventStore): void {
  describe('append of known events', () => {
    it('answers a repeated append with the stored place, whatever happened to the stream since', async () => {
      const events = [anEvent(), anEvent()];
      await store().append('a:1', events, { expectedVersion: 0 });
      await store().append('a:1', [anEvent()]);
      const again = await store().append('a:1', events, { expectedVersion: 0 });
      expect(again).toEqual({ kind: 'duplicate', position: 2, version: 2 });
      expect((await store().head()).position).toBe(3);
    });

    it('answers a repeated append whose metadata differ as a duplicate: only the first is kept', async () => {
      const event = anEvent();
      await store().append('a:1', [event]);
      const retried = { ...event, meta: { ...event.meta, traceparent: '00-1-2-01' } };
      expect(await store().append('a:1', [retried])).toMatchObject({ kind: 'duplicate', position: 1 });
      expect(await store().readStream('a:1')).toMatchObject([{ meta: event.meta }]);
    });

    it.each([
      ['other data', 'a:1', { data: { n: 2 } }],
      ['another type', 'a:1', { type: 'Other' }],
      ['another stream', 'a:2', {}],
    ])('refuses an event id that was used with %s', async (_, streamId, more) => {
      const event = anEvent();
      await store().append('a:1', [event]);
      expect(await store().append(streamId, [{ ...event, ...more }])).toEqual({ kind: 'reused-id' });
      expect((await store().head()).position).toBe(1);
    });

    it('refuses an append that mixes new events with known ones', async () => {
      const [known, other] = [anEvent(), anEvent()];
      await store().append('a:1', [known]);
      await store().append('a:1', [other]);
      expect(await store().append('a:1', [anEvent(), known])).toEqual({ kind: 'reused-id' });
      expect(await store().append('a:1', [known, anEvent()])).toEqual({ kind: 'reused-id' });
      expect(await store().append('a:1', [other, known])).toEqual({ kind: 'reused-id' });
      expect((await store().head()).position).toBe(2);
    });

    it('writes racing retries of one append once', async () => {
      const events = [anEvent(), anEvent()];
      const outcomes = await Promise.all([1, 2, 3].map(() => store().append('a:1', events, { expectedVersion: 0 })));
      expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['appended', 'duplicate', 'duplicate']);
      expect((await store().head()).position).toBe(2);
    });
  });
}
