import { describe, expect, it } from 'vitest';
import type { EventStore } from '../event-store.js';
import { anEvent } from './an-event.contract.js';

/** How streams and the log are read. */
export function readsLogs(store: () => EventStore): void {
  describe('reading', () => {
    it('gives nothing for a stream or a log that is empty', async () => {
      expect(await store().readStream('a:1')).toEqual([]);
      expect(await store().readAll({ after: 0, limit: 10 })).toEqual([]);
      expect(await store().head()).toMatchObject({ position: 0, epoch: 1 });
    });

    it('pages through the log by position', async () => {
      await store().append('a:1', [anEvent(), anEvent(), anEvent(), anEvent(), anEvent()]);
      const page = await store().readAll({ after: 2, limit: 2 });
      expect(page.map(({ position }) => position)).toEqual([3, 4]);
      expect(await store().readAll({ after: 5, limit: 2 })).toEqual([]);
    });

    it('reads a stream by version, and as of a position or a moment', async () => {
      await store().append('a:1', [anEvent(), anEvent()]);
      await store().append('a:2', [anEvent()]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const { recordedAt = '' } = (await store().readStream('a:1'))[0] ?? {};
      await store().append('a:1', [anEvent(), anEvent()]);
      const versions = async (options: object) => (await store().readStream('a:1', options)).map((e) => e.version);
      expect(await versions({ fromVersion: 2, toVersion: 3 })).toEqual([2, 3]);
      expect(await versions({ asOfPosition: 4 })).toEqual([1, 2, 3]);
      expect(await versions({ asOfTime: new Date(recordedAt) })).toEqual([1, 2]);
      expect(await versions({ asOfTime: new Date(0) })).toEqual([]);
    });

    it('moves the tip of the hash chain with every append', async () => {
      const before = await store().head();
      await store().append('a:1', [anEvent()]);
      const after = await store().head();
      expect(after).toMatchObject({ position: 1, logId: before.logId, epoch: before.epoch });
      expect(after.chain).toMatch(/^[0-9a-f]{64}$/);
      expect(after.chain).not.toBe(before.chain);
      expect(await store().verifyLog()).toEqual({ intact: true, events: 1, position: 1 });
    });
  });
}
