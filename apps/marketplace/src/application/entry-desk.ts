import type { Logger } from '@enginehouse/service-kit';
import type { AutoUpdates } from './auto-updates.js';
import type { EntryChanges } from './entry-changes.js';
import type { EntryDirectory } from './entry-directory.js';
import type { Catalog } from '../ports.js';
import type { LostBackends } from './lost-backends.js';
import type { RestoredBackends } from './restored-backends.js';

/** What the desk looks after. */
export interface EntryDeskParts {
  readonly directory: EntryDirectory;
  readonly changes: EntryChanges;
  readonly lost: LostBackends;
  readonly restored: RestoredBackends;
  readonly catalog: Pick<Catalog, 'followRollBacks'>;
  readonly updates: AutoUpdates;
  readonly logger: Logger;
}

/** A change that its own request is still at work on is left alone for so long. */
const soonMs = 500;

/** Looks after entries without being asked: ends what was begun, notices what is gone or back, adds what is new. */
export class EntryDesk {
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();
  private stopping = false;
  private following: { stop(): void } | undefined;

  constructor(
    private readonly parts: EntryDeskParts,
    private readonly everyMs: number,
  ) {}

  /** Begins at once, since a process may have ended in the middle of a change. */
  start(): void {
    this.follow();
    this.parts.directory.onChange(() => this.lookSoon());
    this.timer = setInterval(() => void this.look(), this.everyMs).unref();
    void this.look();
  }

  /** Notices from now on what comes back in the catalog. */
  follow(): void {
    const { catalog, restored } = this.parts;
    this.following = catalog.followRollBacks((rolledBack) => restored.link(rolledBack));
  }

  /** One look at everything; several at once are one after the other. */
  look(): Promise<void> {
    this.working = this.working.then(() => this.lookNow());
    return this.working;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.following?.stop();
    clearInterval(this.timer);
    clearTimeout(this.soon);
    await this.working;
  }

  private lookSoon(): void {
    if (this.soon || this.stopping) return;
    this.soon = setTimeout(() => {
      this.soon = undefined;
      this.working = this.working.then(() => this.guarded(() => this.parts.updates.look()));
    }, soonMs).unref();
  }

  private async lookNow(): Promise<void> {
    await this.guarded(() => this.endPending());
    await this.guarded(() => this.parts.lost.look());
    await this.guarded(() => this.parts.updates.look());
  }

  private async endPending(): Promise<void> {
    const { directory, changes, logger } = this.parts;
    const begun = [...directory.all()].filter(([, { pending }]) => pending);
    for (const [id] of begun) {
      const ended = await changes.exclusively(id, () => changes.settled(id, id));
      if (!ended.ok) logger.warn({ entry: id, problem: ended.error }, 'a change of an entry has not ended yet');
    }
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    if (this.stopping) return;
    try {
      await work();
    } catch (error) {
      this.parts.logger.error({ err: error }, 'the look after the entries made an error; it is done again');
    }
  }
}
