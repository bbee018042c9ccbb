import { describe, expect, it } from 'vitest';
import { UnacceptableEventError } from '../errors.js';
import type { EventStore } from '../event-store.js';
import { anEvent } from './an-event.contract.js';

/** What is not written. */
export function refusesAppends(store: () => EventStore): void {
  describe('append that is refused', () => {
    it('refuses a stale expected version with the current one, and writes nothing', async () => {
      await store().append('a:1', [anEvent(), anEvent()], { expectedVersion: 0 });
      for (const expectedVersion of [0, 1, 3]) {
        expect(await store().append('a:1', [anEvent()], { expectedVersion })).toEqual({
          kind: 'conflict',
          currentVersion: 2,
        });
      }
      expect(await store().append('a:2', [anEvent()], { expectedVersion: 1 })).toEqual({
        kind: 'conflict',
        currentVersion: 0,
      });
      expect((await store().head()).position).toBe(2);
    });

    it('lets exactly one of many racing appends with the same expected version through', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => store().append('a:1', [anEvent()], { expectedVersion: 0 })),
      );
      expect(outcomes.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'conflict')).toHaveLength(19);
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
      await expect(store().append(streamId, events)).rejects.toThrow(UnacceptableEventError);
      expect((await store().head()).position).toBe(0);
    });

    it('throws for an id that occurs twice in one append', async () => {
      const event = anEvent();
      await expect(store().append('a:1', [event, event])).rejects.toThrow(UnacceptableEventError);
    });
  });
}
