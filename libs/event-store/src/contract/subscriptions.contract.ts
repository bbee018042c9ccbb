import { describe, expect, it } from 'vitest';
import type { EventStore } from '../event-store.js';
import { anEvent } from './an-event.contract.js';

const collect = (store: EventStore, name: string) => {
  const seen: number[] = [];
  const subscription = store.subscribe({
    name,
    handler: (events) => {
      seen.push(...events.map(({ position }) => position));
    },
  });
  return { seen, subscription };
};

/** How named readers go on. */
export function remembersProgress(store: () => EventStore): void {
  describe('subscribe', () => {
    it('goes on behind the last handled position under the same name', async () => {
      await store().append('a:1', [anEvent(), anEvent()]);
      const first = collect(store(), 'reader');
      expect(await first.subscription.waitFor(2)).toBe(true);
      await first.subscription.stop();
      await store().append('a:1', [anEvent()]);
      const second = collect(store(), 'reader');
      expect(await second.subscription.waitFor(3)).toBe(true);
      expect([first.seen, second.seen]).toEqual([[1, 2], [3]]);
      expect(second.subscription.active).toBe(true);
    });

    it('keeps names apart', async () => {
      await store().append('a:1', [anEvent()]);
      const readers = [collect(store(), 'one'), collect(store(), 'two')];
      for (const { subscription, seen } of readers) {
        expect(await subscription.waitFor(1)).toBe(true);
        expect(seen).toEqual([1]);
      }
    });
  });
}
