import type { SyncReport, SyncRun } from '@enginehouse/contracts';
import { runOf } from '../domain/run-of.js';
import type { SyncRuns } from '../ports.js';

/** Runs that live as long as the process. */
export class InMemorySyncRuns implements SyncRuns {
  private readonly reports = new Map<string, SyncReport>();

  put(report: SyncReport): Promise<void> {
    const isOver = (this.reports.get(report.id)?.finishedAt ?? null) !== null;
    if (!isOver) this.reports.set(report.id, structuredClone(report));
    return Promise.resolve();
  }

  queued(report: SyncReport): Promise<void> {
    return this.reports.has(report.id) ? Promise.resolve() : this.put(report);
  }

  get(id: string): Promise<SyncReport | null> {
    return Promise.resolve(structuredClone(this.reports.get(id) ?? null));
  }

  list({ source, limit, before }: Parameters<SyncRuns['list']>[0]) {
    const all = this.newestFirst(source);
    const rest = all.slice(before === undefined ? 0 : all.findIndex(({ id }) => id === before) + 1);
    const items: SyncRun[] = rest.slice(0, limit).map(runOf);
    const last = items.at(-1);
    return Promise.resolve({ items, ...(rest.length > limit && last && { nextBefore: last.id }) });
  }

  trim(source: string, keep: number): Promise<void> {
    for (const { id } of this.newestFirst(source).slice(keep)) this.reports.delete(id);
    return Promise.resolve();
  }

  private newestFirst(source: string | undefined): readonly SyncReport[] {
    const all = [...this.reports.values()].filter((report) => source === undefined || report.source === source);
    return all.toSorted((one, other) => other.queuedAt.localeCompare(one.queuedAt) || (other.id < one.id ? -1 : 1));
  }
}
