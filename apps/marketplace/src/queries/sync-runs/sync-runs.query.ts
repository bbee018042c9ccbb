import { Inject, Injectable } from '@nestjs/common';
import { err, ok, type marketplace, type Problem, type Result, type SyncReport } from '@enginehouse/contracts';
import type { z } from 'zod';
import { sourceNotFound } from '../../application/not-found.js';
import { SourceDirectory } from '../../application/source-directory.js';
import { sourceRefusals } from '../../domain/source-refusals.js';
import { SYNC_QUEUE, SYNC_RUNS, type SyncQueue, type SyncRuns } from '../../ports.js';
import { withProgress } from './run-progress.js';

type Input = z.output<typeof marketplace.listRuns.input>;

/** The syncs that were, are, and wait. */
@Injectable()
export class SyncRunsQuery {
  constructor(
    private readonly directory: SourceDirectory,
    @Inject(SYNC_RUNS) private readonly runs: SyncRuns,
    @Inject(SYNC_QUEUE) private readonly queue: SyncQueue,
  ) {}

  async list({ source, limit, before }: Input) {
    if (source !== undefined && !this.directory.live(source)) {
      return err(sourceNotFound(source, this.directory.allLive()));
    }
    const filter = { limit, ...(source !== undefined && { source }), ...(before !== undefined && { before }) };
    const { items, ...more } = await this.runs.list(filter);
    return ok({ ...more, items: await Promise.all(items.map((run) => withProgress(this.queue, run))) });
  }

  async get(id: string): Promise<Result<SyncReport, Problem>> {
    const report = await this.runs.get(id);
    return report ? ok(await withProgress(this.queue, report)) : err(sourceRefusals.noSync(id));
  }
}
