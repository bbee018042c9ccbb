import { describe, expect, it } from 'vitest';
import type { EventStore } from '../event-store.js';

/** How one process is chosen. */
export function holdsLocks(store: () => EventStore): void {
  describe('holdLock', () => {
    it('is held by one at a time, and passed on when released', async () => {
      const first = await store().holdLock(77n);
      const order: string[] = [];
      const second = store()
        .holdLock(77n, { retryMs: 10 })
        .then((held) => {
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
      const held = await store().holdLock(78n);
      const signal = AbortSignal.timeout(30);
      await expect(store().holdLock(78n, { signal, retryMs: 10 })).rejects.toThrow('timeout');
      await held.release();
    });
  });
}
