import { describe, expect, it } from 'vitest';
import type { EventStore } from '../event-store.js';
import { anEvent } from './an-event.contract.js';

/** Where appended events end up. */
export function placesEvents(store: () => EventStore): void {
  describe('append', () => {
    it('gives dense positions over the log and dense versions within a stream', async () => {
      expect(await store().append('a:1', [anEvent(), anEvent()])).toMatchObject({
        kind: 'appended',
        position: 2,
        version: 2,
      });
      expect(await store().append('a:2', [anEvent()])).toMatchObject({ kind: 'appended', position: 3, version: 1 });
      expect(await store().append('a:1', [anEvent()])).toMatchObject({ kind: 'appended', position: 4, version: 3 });
      const log = await store().readAll({ after: 0, limit: 10 });
      expect(log.map(({ position, streamId, version }) => [position, streamId, version])).toEqual([
        [1, 'a:1', 1],
        [2, 'a:1', 2],
        [3, 'a:2', 1],
        [4, 'a:1', 3],
      ]);
    });

    it('tells what was recorded just as it will be read', async () => {
      const given = [anEvent({ text: 'größer 🚀', at: 1.5 }), anEvent(null), anEvent([], { schemaVersion: 2 })];
      await store().append('a:1', [anEvent()]);
      const outcome = await store().append('a:2', given);
      expect(outcome).toMatchObject({ events: await store().readStream('a:2') });
      expect(await store().append('a:2', [anEvent()])).toMatchObject({
        events: await store().readAll({ after: 4, limit: 10 }),
      });
    });

    it('returns exactly what was given, with its place and time', async () => {
      const data = { text: 'größer \u0000 "x" \\ \n 🚀', list: [1, null, true, 0.1], deep: { a: {} }, raw: '1.10' };
      const given = anEvent(data, {
        type: 'VersionAdded',
        schemaVersion: 3,
        meta: { actor: 'user:ann', correlationId: 'c', causationId: 'k', reason: 'ünd "so"' },
      });
      await store().append('backend:größe', [given]);
      const [event] = await store().readStream('backend:größe');
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
      await store().append('a:1', [anEvent()], { expectedVersion: 0 });
      expect(await store().append('a:1', [anEvent()])).toMatchObject({ kind: 'appended', version: 2 });
    });

    it('keeps the order of appends to one stream', async () => {
      await Promise.all(Array.from({ length: 50 }, (_, n) => store().append('a:1', [anEvent({ n })])));
      const stream = await store().readStream('a:1');
      expect(stream.map(({ data }) => (data as { n: number }).n)).toEqual(Array.from({ length: 50 }, (_, n) => n));
    });

    it('answers unavailable when closed', async () => {
      await store().close();
      expect(await store().append('a:1', [anEvent()])).toEqual({ kind: 'unavailable', reason: 'closed' });
    });
  });
}
