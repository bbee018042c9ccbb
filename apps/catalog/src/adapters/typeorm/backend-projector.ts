import type { DataSource } from 'typeorm';
import type { RecordedEvent } from '@enginehouse/contracts';
import type { EventStore, Follower } from '@enginehouse/event-store';
import { UnknownEvents, type HealthStatus, type Logger } from '@enginehouse/service-kit';
import type { BackendNews } from '../../ports.js';
import { fillCards } from './fill-cards.js';
import { isOfBackend, keyOf, projectEvents } from './project-events.js';
import { readCheckpoint, withCheckpoint } from './read-model-transaction.js';
import { fillAudit, writeAudit } from './write-audit.js';

const retryMs = 500;
/** When much is to be caught up with, a backend that was changed often is written once for all of it. */
const batchSize = 2000;
/** How many entries of the audit view are filled in within one transaction at the start. */
const filledAtOnce = 10_000;
/** Of more backends than these nobody is told one by one. */
const mostNames = 200;

/** Keeps the read model, audit view included, at the end of the log. Every process of this service runs one; the checkpoint's row lock orders them. */
export class BackendProjector {
  private follower: Follower | undefined;
  private stopping = false;
  private failure: string | undefined;
  /** The audit view is known to be whole up to here. */
  private auditedTo = 0;
  private readonly unknown: UnknownEvents;
  private tell: BackendNews['changed'] = () => {};

  constructor(
    private readonly store: EventStore,
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
  ) {
    this.unknown = new UnknownEvents((text) => logger.warn(text));
  }

  /** Resolves when the read model holds everything that was in the log at the start. */
  async start(): Promise<void> {
    await this.fillAudit();
    await fillCards(this.dataSource);
    await (
      await this.follow()
    ).caughtUp;
  }

  /** What may be read from now on, each time before anybody who waits for it goes on. */
  onChange(listener: BackendNews['changed']): void {
    this.tell = listener;
  }

  waitFor(position: number, timeoutMs: number): Promise<boolean> {
    return this.follower?.waitFor(position, timeoutMs) ?? Promise.resolve(false);
  }

  status(): HealthStatus {
    if (this.failure !== undefined) return { ok: false, detail: this.failure };
    return { ok: true, detail: `follows the log at position ${this.follower?.position ?? 0}` };
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.follower?.stop();
  }

  private async follow(): Promise<Follower> {
    const after = await readCheckpoint(this.dataSource);
    const handler = (events: readonly RecordedEvent[]) => this.projected(events);
    const follower = this.store.follow({ after, handler, batchSize });
    follower.done.catch((error: unknown) => this.startAgain(error));
    this.follower = follower;
    // What another process has put into the read model up to here never passes this one's handler.
    this.tell(null);
    return follower;
  }

  /** The database being away is no reason to give up: the same events are tried again until it is back. */
  private async projected(events: readonly RecordedEvent[]): Promise<void> {
    this.unknown.note(events);
    while (!this.stopping) {
      try {
        await this.project(events);
        this.failure = undefined;
        this.tell(changedBy(events));
        return;
      } catch (error) {
        this.fail(error, 'the read model could not be written');
        await pause(retryMs);
      }
    }
  }

  private async project(events: readonly RecordedEvent[]): Promise<void> {
    this.auditedTo = await withCheckpoint(this.dataSource, async (checkpoint) => {
      const { manager, position } = checkpoint;
      // Beside this process there may be one of an earlier release, which moves the checkpoint and knows no audit view.
      if (position > this.auditedTo) await fillAudit(manager, this.store, { after: this.auditedTo, upTo: position });
      const fresh = events.filter((event) => event.position > position);
      const last = fresh.at(-1);
      if (!last) return position;
      await projectEvents(manager, fresh);
      await writeAudit(manager, fresh);
      await checkpoint.moveTo(last.position);
      return last.position;
    });
  }

  /** After an upgrade from a release without an audit view: adds what is missing, part by part. */
  private async fillAudit(): Promise<void> {
    for (let end = Number.POSITIVE_INFINITY; this.auditedTo < end;) {
      [this.auditedTo, end] = await withCheckpoint(this.dataSource, async ({ manager, position: upTo }) => {
        const gap = { after: this.auditedTo, upTo, most: filledAtOnce };
        return [await fillAudit(manager, this.store, gap), upTo] as const;
      });
    }
  }

  /** A log that was restored from a copy is followed again from where the read model, restored with it, stands. */
  private startAgain(error: unknown): void {
    this.fail(error, 'following the log ended');
    void this.again();
  }

  private async again(): Promise<void> {
    await pause(retryMs);
    if (this.stopping) return;
    try {
      await this.follow();
    } catch (error) {
      this.startAgain(error);
    }
  }

  private fail(error: unknown, text: string): void {
    this.failure = `${text}: ${error instanceof Error ? error.message : String(error)}`;
    this.logger.error({ err: error }, text);
  }
}

function changedBy(events: readonly RecordedEvent[]): readonly string[] | null {
  const names = new Set(events.filter(isOfBackend).map(keyOf));
  return names.size > mostNames ? null : [...names];
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
