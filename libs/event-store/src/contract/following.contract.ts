import type { RecordedEvent } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import type { EventStore } from '../event-store.js';
import { anEvent } from './an-event.contract.js';

const collect = (store: EventStore, after = 0, batchSize?: number) => {
  const seen: number[] = [];
  const handler = (events: readonly RecordedEvent[]) => {
    seen.push(...events.map(({ position }) => position));
  };
  return { seen, follower: store.follow({ after, handler, batchSize }) };
};

/** How readers stay at the end of the log. */
export function followsLogs(store: () => EventStore): void {
  describe('follow', () => {
    it('hands on the past, then what is appended, in order and once', async () => {
      await store().append('a:1', [anEvent(), anEvent(), anEvent()]);
      const { seen, follower } = collect(store(), 1, 2);
      await follower.caughtUp;
      expect(seen).toEqual([2, 3]);
      await Promise.all(Array.from({ length: 10 }, (_, n) => store().append(`b:${n}`, [anEvent()])));
      expect(await follower.waitFor(13)).toBe(true);
      expect(seen).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
      expect(follower.position).toBe(13);
    });

    it('wakes up for an append within milliseconds', async () => {
      const { follower } = collect(store());
      await follower.caughtUp;
      await store().append('warm:1', [anEvent()]);
      await follower.waitFor(1);
      const start = performance.now();
      await store().append('a:1', [anEvent()]);
      expect(await follower.waitFor(2)).toBe(true);
      expect(performance.now() - start).toBeLessThan(500);
    });

    it('says when a position was not reached in time', async () => {
      const { follower } = collect(store());
      await follower.caughtUp;
      expect(await follower.waitFor(1, 20)).toBe(false);
    });

    it('ends with the error of its handler', async () => {
      await store().append('a:1', [anEvent()]);
      const follower = store().follow({
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
      const { seen, follower } = collect(store());
      await follower.caughtUp;
      await follower.stop();
      await store().append('a:1', [anEvent()]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(seen).toEqual([]);
      await follower.done;
    });
  });
}
