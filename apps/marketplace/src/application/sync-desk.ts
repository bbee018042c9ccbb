import { builtInSource } from '@enginehouse/contracts';
import { newHeader, type Logger } from '@enginehouse/service-kit';
import type { LiveSource } from '../domain/source.js';
import type { AfterSync, Snapshots, SyncQueue, SyncRuns } from '../ports.js';
import type { SourceDirectory } from './source-directory.js';
import type { SyncRequests } from './sync-requests.js';

const retryMs = 5000;
/** A job store can lose schedules: a Redis that was emptied. Setting what is set leaves its clock alone. */
const setAgainMs = 60_000;
const actor = 'service:marketplace';

export interface DeskParts {
  readonly directory: SourceDirectory;
  readonly queue: SyncQueue;
  readonly syncs: SyncRequests;
  readonly snapshots: Snapshots;
  readonly runs: SyncRuns;
  readonly after: AfterSync;
  readonly logger: Logger;
  readonly setAgainMs?: number;
}

/** Keeps schedules as the sources are, whatever happened meanwhile, and tidies up behind sources that are gone. */
export class SyncDesk {
  private readonly scheduled = new Map<string, number>();
  private readonly forgotten = new Set<string>();
  /** Known at the start, and not looked after yet. */
  private readonly unwelcomed = new Set<string>();
  private work: Promise<void> = Promise.resolve();
  private queued = false;
  private stopping = false;
  private timer: NodeJS.Timeout | undefined;
  private clock: NodeJS.Timeout | undefined;

  constructor(private readonly parts: DeskParts) {}

  start(): void {
    for (const { name } of this.parts.directory.allLive()) this.unwelcomed.add(name);
    this.parts.directory.onChange(() => this.look());
    this.clock = setInterval(() => this.setAgain(), this.parts.setAgainMs ?? setAgainMs).unref();
    this.look();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    clearInterval(this.clock);
    await this.work;
  }

  private setAgain(): void {
    this.scheduled.clear();
    this.look();
  }

  private look(): void {
    if (this.queued || this.stopping) return;
    this.queued = true;
    this.work = this.work.then(() => this.pass());
  }

  private async pass(): Promise<void> {
    this.queued = false;
    try {
      const live = this.parts.directory.allLive();
      for (const source of live) await this.keep(source);
      for (const name of await this.gone()) await this.forget(name);
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'the schedules could not be set; trying again');
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), retryMs).unref();
    }
  }

  private async keep(source: LiveSource): Promise<void> {
    if (this.stopping) return;
    const { name, paused, everySeconds } = source;
    const wanted = paused ? 0 : everySeconds;
    this.forgotten.delete(name);
    if (this.scheduled.get(name) !== wanted) await this.parts.queue.schedule(name, wanted);
    this.scheduled.set(name, wanted);
    if (this.unwelcomed.has(name)) await this.welcome(source);
    this.unwelcomed.delete(name);
  }

  /** What an earlier process may not have come to: the first sync, and telling the entries of the last one. */
  private async welcome({ name, snapshot, failures }: LiveSource): Promise<void> {
    const { syncs, after, logger, runs } = this.parts;
    const header = newHeader(actor);
    // What comes with this release may be newer than what was synced; elsewhere the clock decides.
    const isNew =
      snapshot === null && failures === 0 && (await runs.list({ source: name, limit: 1 })).items.length === 0;
    if (name === builtInSource || isNew) await syncs.ask(name, isNew ? 'added' : 'schedule', header);
    if (!snapshot) return;
    // Not waited for: the catalog may be away, and schedules must not wait for it.
    after
      .synced(name, snapshot.id, header)
      .catch((error: unknown) =>
        logger.error({ err: error, source: name }, 'entries could not be told of their source'),
      );
  }

  private async gone(): Promise<readonly string[]> {
    const { directory, snapshots } = this.parts;
    const removed = [...directory.all()].filter(([, state]) => state.status === 'removed').map(([name]) => name);
    const names = new Set([...removed, ...(await snapshots.sources())]);
    return [...names].filter((name) => !directory.live(name) && !this.forgotten.has(name));
  }

  private async forget(name: string): Promise<void> {
    const { queue, runs, snapshots } = this.parts;
    await queue.forget(name);
    await runs.trim(name, 0);
    await snapshots.trim(name, [], Number.MAX_SAFE_INTEGER);
    this.scheduled.delete(name);
    this.forgotten.add(name);
  }
}
