import { syncPhase, syncTrigger } from '@enginehouse/contracts';
import type { Job } from '@enginehouse/jobs';
import { z } from 'zod';
import { retryAfterMs, type RetrySettings } from '../../domain/sync-clock.js';
import type { SyncJob, SyncProgress } from '../../ports.js';

/** The names of the two kinds of jobs: the clock of a source, and a sync of it. */
export const tickJob = 'tick';
export const syncJob = 'sync';

/** What a job of the queue holds; of a tick, only the source counts. */
export interface JobData {
  readonly source: string;
  readonly trigger: z.infer<typeof syncTrigger>;
  readonly actor: string;
  readonly correlationId: string;
  readonly acceptEmpty?: boolean;
}

const keptProgress = z.object({ phase: syncPhase, done: z.number(), total: z.number().nullable() });

/** A job as the attempt that is made of it now. */
export function attemptOf(job: Job<JobData>, retry: RetrySettings): SyncJob {
  const attempt = job.attemptsMade + 1;
  return {
    run: job.id ?? '',
    ...job.data,
    attempt,
    attempts: retry.attempts,
    retryAfterMs: retryAfterMs(attempt, retry),
  };
}

/** The progress that a job has; null before its first. */
export function progressOf(job: Job<JobData> | undefined): SyncProgress | null {
  const parsed = keptProgress.safeParse(job?.progress);
  return parsed.success ? parsed.data : null;
}
