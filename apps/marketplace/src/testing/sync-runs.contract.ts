import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SyncReport } from '@enginehouse/contracts';
import { waitingReport } from '../application/run-record.js';
import { runOf } from '../domain/run-of.js';
import type { SyncRuns } from '../ports.js';

const waiting = (source: string, second: number): SyncReport => ({
  ...waitingReport({ run: randomUUID(), source, trigger: 'manual', actor: 'user:ada' }),
  queuedAt: `2026-11-23T10:00:${String(second).padStart(2, '0')}.000Z`,
});

/** How every place of runs behaves. Each test has sources of its own. */
export function syncRunsContract(open: () => SyncRuns): void {
  describe('what is kept of syncs', () => {
    it('gives back what was written last', async () => {
      const runs = open();
      const report = waiting(randomUUID(), 1);
      await runs.put(report);
      const rejected = [{ position: 2, name: null, errors: [{ code: 'bad', path: ['a', 1], detail: 'No.' }] }];
      const later: SyncReport = { ...report, state: 'running', attempt: 1, added: ['One'], rejected };
      await runs.put(later);
      expect(await runs.get(report.id)).toEqual(later);
      expect(await runs.get(randomUUID())).toBeNull();
    });

    it('leaves one that has begun as it is when it is said to wait', async () => {
      const runs = open();
      const report = waiting(randomUUID(), 1);
      await runs.queued(report);
      expect(await runs.get(report.id)).toEqual(report);
      await runs.put({ ...report, state: 'running' });
      await runs.queued(report);
      expect(await runs.get(report.id)).toMatchObject({ state: 'running' });
    });

    it('leaves an end as it is: who is late knows less of it', async () => {
      const runs = open();
      const ended: SyncReport = {
        ...waiting(randomUUID(), 1),
        state: 'succeeded',
        phase: 'done',
        finishedAt: '2026-11-23T10:00:02.000Z',
        added: ['One'],
      };
      await runs.put({ ...ended, state: 'running', finishedAt: null });
      await runs.put(ended);
      await runs.put({ ...ended, state: 'running', finishedAt: null, added: [] });
      await runs.put({ ...ended, state: 'failed', finishedAt: '2026-11-23T10:00:03.000Z', added: [] });
      expect(await runs.get(ended.id)).toEqual(ended);
    });

    it('lists them newest first, page by page, without their lists', async () => {
      const runs = open();
      const [source, other] = [randomUUID(), randomUUID()];
      const reports = [1, 2, 3, 4, 5].map((second) => waiting(source, second));
      for (const report of reports) await runs.put(report);
      await runs.put(waiting(other, 9));
      const newestFirst = reports.toReversed();
      const first = await runs.list({ source, limit: 3 });
      expect(first).toEqual({ items: newestFirst.slice(0, 3).map(runOf), nextBefore: newestFirst[2]?.id });
      const rest = await runs.list({ source, limit: 3, before: first.nextBefore ?? '' });
      expect(rest).toEqual({ items: newestFirst.slice(3).map(runOf) });
      const all = await runs.list({ limit: 200 });
      expect(all.items.map((run) => run.source)).toEqual(expect.arrayContaining([source, other]));
    });

    it('keeps the newest ones of a source', async () => {
      const runs = open();
      const [source, other] = [randomUUID(), randomUUID()];
      const reports = [1, 2, 3].map((second) => waiting(source, second));
      for (const report of reports) await runs.put(report);
      await runs.put(waiting(other, 1));
      await runs.trim(source, 2);
      expect((await runs.list({ source, limit: 10 })).items.map(({ id }) => id)).toEqual([
        reports[2]?.id,
        reports[1]?.id,
      ]);
      expect((await runs.list({ source: other, limit: 10 })).items).toHaveLength(1);
    });
  });
}
