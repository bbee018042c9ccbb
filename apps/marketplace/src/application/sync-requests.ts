import { Inject, Injectable } from '@nestjs/common';
import {
  err,
  ok,
  type Problem,
  type RequestHeader,
  type Result,
  type SyncRun,
  type SyncTrigger,
} from '@enginehouse/contracts';
import { runOf } from '../domain/run-of.js';
import { sourceRefusals } from '../domain/source-refusals.js';
import { SYNC_QUEUE, SYNC_RUNS, type QueuedSync, type SyncQueue, type SyncRuns, type SyncWish } from '../ports.js';
import { waitingReport } from './run-record.js';
import { withJobStore } from './with-job-store.js';

/** Asks for syncs, and writes down that they wait. */
@Injectable()
export class SyncRequests {
  constructor(
    @Inject(SYNC_QUEUE) private readonly queue: SyncQueue,
    @Inject(SYNC_RUNS) private readonly runs: SyncRuns,
  ) {}

  /** A new sync, or the one that the source has already: never one that was over when it was asked for. */
  async ask(
    source: string,
    trigger: SyncTrigger,
    header: RequestHeader,
    acceptEmpty = false,
  ): Promise<Result<SyncRun & { readonly joined: boolean }, Problem>> {
    const { actor, correlationId } = header;
    const wish = { source, trigger, actor, correlationId, ...(acceptEmpty && { acceptEmpty }) };
    const asked = await withJobStore(async () => {
      const { run, joined, isTooLate } = await this.enqueue(wish);
      if (isTooLate) return undefined;
      const waiting = waitingReport({ run, source, trigger, actor });
      await this.runs.queued(waiting);
      return { ...runOf((await this.runs.get(run)) ?? waiting), joined };
    });
    if (!asked.ok) return asked;
    return asked.value ? ok(asked.value) : err(sourceRefusals.syncedOtherwise(source));
  }

  /** A run whose end is written down still has its job for a moment; who asks by then wants another one. */
  private async enqueue(wish: SyncWish): Promise<QueuedSync> {
    const asked = await this.queue.enqueue(wish);
    const isOver = asked.joined && ((await this.runs.get(asked.run))?.finishedAt ?? null) !== null;
    return isOver ? this.queue.enqueue(wish, asked.run) : asked;
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
