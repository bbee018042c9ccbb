import type { Problem, SyncPhase, SyncReport } from '@enginehouse/contracts';
import type { SyncJob, SyncRuns } from '../ports.js';

type Found = Pick<SyncReport, 'counts' | 'digest' | 'upstreamRef' | 'signedBy'> &
  Partial<Pick<SyncReport, 'added' | 'changed' | 'withdrawn' | 'rejected' | 'warnings'>>;

const nothingFound = { added: [], changed: [], withdrawn: [], rejected: [], warnings: [] };

/** A sync that waits. */
export const waitingReport = ({
  run,
  source,
  trigger,
  actor,
}: Pick<SyncJob, 'run' | 'source' | 'trigger' | 'actor'>): SyncReport => ({
  id: run,
  source,
  trigger,
  actor,
  state: 'queued',
  phase: 'waiting',
  progress: { done: 0, total: null },
  attempt: 0,
  queuedAt: now(),
  startedAt: null,
  finishedAt: null,
  nextAttemptAt: null,
  counts: null,
  digest: null,
  upstreamRef: null,
  signedBy: null,
  problem: null,
  ...nothingFound,
});

const now = (): string => new Date().toISOString();

/** What is written down of a run while it is made. */
export class RunRecord {
  private constructor(
    private readonly runs: SyncRuns,
    private report: SyncReport,
  ) {}

  /** As it is kept, or from its beginning. */
  static async of(runs: SyncRuns, job: SyncJob): Promise<RunRecord> {
    return new RunRecord(runs, (await runs.get(job.run)) ?? waitingReport(job));
  }

  /** Its end is written down already. */
  get isOver(): boolean {
    return this.report.finishedAt !== null;
  }

  /** An attempt begins. */
  begin(attempt: number): Promise<void> {
    const startedAt = this.report.startedAt ?? now();
    return this.put({ state: 'running', phase: 'fetching', attempt, startedAt, nextAttemptAt: null, problem: null });
  }

  phase(phase: SyncPhase): Promise<void> {
    return this.put({ phase });
  }

  /** Written down before the switch: after it, only the end of the run is missing. */
  found(found: Found): Promise<void> {
    return this.put({ ...nothingFound, ...found, phase: 'switching' });
  }

  waits(problem: Problem | null, forMs: number): Promise<void> {
    const nextAttemptAt = new Date(Date.now() + forMs).toISOString();
    return this.put({ state: 'queued', phase: 'waiting', nextAttemptAt, problem });
  }

  ended(state: 'succeeded' | 'unchanged'): Promise<void> {
    const entries = this.report.counts?.entries ?? 0;
    const progress = { done: entries, total: entries };
    return this.put({ state, phase: 'done', progress, finishedAt: now(), nextAttemptAt: null, problem: null });
  }

  failed(problem: Problem): Promise<void> {
    return this.put({ state: 'failed', phase: 'done', finishedAt: now(), nextAttemptAt: null, problem });
  }

  private async put(changes: Partial<SyncReport>): Promise<void> {
    this.report = { ...this.report, ...changes };
    await this.runs.put(this.report);
  }
}

/** Runs of the source that never ended: the processes that made them are gone, and so are their jobs. */
export async function endForgottenRuns(
  runs: SyncRuns,
  source: string,
  current: string,
  problem: Problem,
): Promise<void> {
  const { items } = await runs.list({ source, limit: 20 });
  for (const { id, state } of items) {
    if (id === current || (state !== 'queued' && state !== 'running')) continue;
    const report = await runs.get(id);
    if (report) await runs.put({ ...report, state: 'failed', phase: 'done', finishedAt: now(), problem });
  }
}
