import type { SyncReport, SyncRun } from '@enginehouse/contracts';

/** A sync without the lists of what it found. */
export function runOf(report: SyncReport): SyncRun {
  const { added: _, changed: __, withdrawn: ___, rejected: ____, warnings: _____, ...run } = report;
  return run;
}
