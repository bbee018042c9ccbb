import { Inject, Injectable } from '@nestjs/common';
import {
  ok,
  type Problem,
  type RequestHeader,
  type Result,
  type SyncRun,
  type SyncTrigger,
} from '@enginehouse/contracts';
import { runOf } from '../domain/run-of.js';
import { SYNC_QUEUE, SYNC_RUNS, type SyncQueue, type SyncRuns } from '../ports.js';
import { waitingReport } from './run-record.js';
import { withJobStore } from './with-job-store.js';

/** Asks for syncs, and writes down that they wait. */
@Injectable()
export class SyncRequests {
  constructor(
    @Inject(SYNC_QUEUE) private readonly queue: SyncQueue,
    @Inject(SYNC_RUNS) private readonly runs: SyncRuns,
  ) {}

  /** A new sync, or the one that the source has already. */
  async ask(
    source: string,
    trigger: SyncTrigger,
    { actor, correlationId }: RequestHeader,
  ): Promise<Result<SyncRun & { readonly joined: boolean }, Problem>> {
    return withJobStore(async () => {
      const { run, joined } = await this.queue.enqueue({ source, trigger, actor, correlationId });
      const waiting = waitingReport({ run, source, trigger, actor });
      await this.runs.queued(waiting);
      return { ...runOf((await this.runs.get(run)) ?? waiting), joined };
    });
  }

  /** The first sync of a source; asked for again, the same one. */
  async first(source: string, header: RequestHeader, asked: boolean): Promise<Result<string, Problem>> {
    const { items } = asked ? await this.runs.list({ source, limit: 200 }) : { items: [] };
    const before = items.findLast(({ trigger }) => trigger === 'added');
    if (before) return ok(before.id);
    const run = await this.ask(source, 'added', header);
    return run.ok ? ok(run.value.id) : run;
  }
}
