import { Inject, Injectable } from '@nestjs/common';
import { err, ok, type Problem, type Result, type SourceView, type SyncRun } from '@enginehouse/contracts';
import { withDeadline } from '@enginehouse/service-kit';
import { sourceNotFound } from '../../application/not-found.js';
import { SourceDirectory } from '../../application/source-directory.js';
import type { LiveSource } from '../../domain/source.js';
import {
  ENABLED_ENTRIES,
  SYNC_QUEUE,
  SYNC_RUNS,
  type EnabledEntries,
  type SyncQueue,
  type SyncRuns,
} from '../../ports.js';
import { withProgress } from '../sync-runs/run-progress.js';
import { viewOf } from './source-view.js';

/** Of a source there is at most one run that has not ended, and it is among the newest. */
const newestRuns = 10;
const patienceMs = 1500;

/** Sources as they are shown. */
@Injectable()
export class SourceViewsQuery {
  constructor(
    private readonly directory: SourceDirectory,
    @Inject(SYNC_RUNS) private readonly runs: SyncRuns,
    @Inject(SYNC_QUEUE) private readonly queue: SyncQueue,
    @Inject(ENABLED_ENTRIES) private readonly entries: EnabledEntries,
  ) {}

  async list(): Promise<Result<{ items: SourceView[] }, Problem>> {
    return ok({ items: await Promise.all(this.directory.allLive().map((source) => this.view(source))) });
  }

  async get(name: string): Promise<Result<SourceView, Problem>> {
    const source = this.directory.live(name);
    return source ? ok(await this.view(source)) : err(sourceNotFound(name, this.directory.allLive()));
  }

  private async view(source: LiveSource): Promise<SourceView> {
    const { name } = source;
    const { items } = await this.runs.list({ source: name, limit: newestRuns });
    const running = items.find((run) => !hasEnded(run));
    return viewOf(source, {
      running: running ? await withProgress(this.queue, running) : null,
      lastSync: items.find(hasEnded) ?? null,
      nextSyncAt: await this.nextAt(name),
      enabledEntries: this.entries.list().filter((entry) => entry.source === name).length,
    });
  }

  /** A job store that is away is told by /readyz; the rest of a source can be shown all the same. */
  private nextAt(name: string): Promise<string | null> {
    return withDeadline({ afterMs: patienceMs }, () => this.queue.nextAt(name)).catch(() => null);
  }
}

const hasEnded = ({ finishedAt }: SyncRun): boolean => finishedAt !== null;
