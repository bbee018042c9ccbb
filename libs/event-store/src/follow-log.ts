import type { RecordedEvent } from '@enginehouse/contracts';
import { LogForkError, LogGapError } from './errors.js';
import type { EventStore, Head } from './event-store.js';
import type { Follower, FollowOptions } from './follow.js';
import { commonPosition } from './fork.js';
import type { HeadWatch } from './head-watch.js';
import { pause } from './pause.js';
import { Progress } from './progress.js';

/** What a follower needs of a log. */
export type FollowedLog = Pick<EventStore, 'readAll' | 'head' | 'epochs'> & {
  readonly watch: HeadWatch;
  /** Everything behind a position, where it is known without reading. */
  readonly recent?: (after: number) => readonly RecordedEvent[] | undefined;
};

const defaultBatchSize = 500;
const pollMs = 1000;
const retryMs = 200;
const defaultWaitMs = 5000;

/** Follows a log for as long as it takes: only a hole in it, a restored copy of it, or its handler ends this. */
export class LogFollower implements Follower {
  readonly caughtUp: Promise<void>;
  readonly done: Promise<void>;
  lastError: string | undefined;
  readonly #progress: Progress;
  readonly #batchSize: number;
  #stopping = false;
  #catchUp = () => {};
  #log: Pick<Head, 'logId' | 'epoch'> | undefined;
  #checkedAt = -1;

  constructor(
    private readonly log: FollowedLog,
    private readonly options: FollowOptions,
  ) {
    this.#progress = new Progress(options.after);
    this.#batchSize = options.batchSize ?? defaultBatchSize;
    const first = new Promise<void>((resolve) => {
      this.#catchUp = resolve;
    });
    this.done = this.#run().finally(() => this.#progress.end());
    this.caughtUp = Promise.race([first, this.done]);
    // Whoever does not look at these must not end the process: readiness and the owner's `done` tell it.
    this.done.catch(() => undefined);
    this.caughtUp.catch(() => undefined);
  }

  get position(): number {
    return this.#progress.position;
  }

  waitFor(position: number, timeoutMs = defaultWaitMs): Promise<boolean> {
    return this.#progress.waitFor(position, timeoutMs);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.log.watch.wake();
    await this.done.catch(() => undefined);
  }

  async #run(): Promise<void> {
    let page = this.#fetch(this.position);
    while (!this.#stopping) {
      const { seen, events } = await page;
      if (events === undefined) {
        await pause(retryMs);
        page = this.#fetch(this.position);
        continue;
      }
      const next = this.#after(events);
      // A full page has a successor: it is fetched while this one is handled.
      const ahead = events.length === this.#batchSize ? this.#fetch(next) : undefined;
      await this.#handle(events, next);
      if (!ahead) {
        this.#catchUp();
        await this.log.watch.next(seen, pollMs);
      }
      page = ahead ?? this.#fetch(this.position);
    }
  }

  async #handle(events: readonly RecordedEvent[], next: number): Promise<void> {
    if (events.length > 0) {
      await this.options.handler(events);
      this.#progress.reach(next);
    }
  }

  /** The position behind these events, which must follow each other without a hole. */
  #after(events: readonly RecordedEvent[]): number {
    return events.reduce((position, event) => {
      if (event.position !== position + 1) {
        throw new LogGapError(position + 1, event.position);
      }
      return event.position;
    }, this.position);
  }

  /** A page that may be awaited later: its failure waits until then. */
  #fetch(after: number): Promise<Page> {
    const { signals: seen } = this.log.watch;
    const page = this.#read(after).then((events) => ({ seen, events }));
    page.catch(() => undefined);
    return page;
  }

  /** A page that may be full is read: its successor has to be. */
  #recent(after: number): readonly RecordedEvent[] | undefined {
    const events = this.log.recent?.(after);
    return events && events.length < this.#batchSize ? events : undefined;
  }

  /** Undefined while the log cannot be read. */
  async #read(after: number): Promise<readonly RecordedEvent[] | undefined> {
    try {
      const { reconnects } = this.log.watch;
      if (reconnects !== this.#checkedAt) {
        await this.#refuseFork(after);
        this.#checkedAt = reconnects;
      }
      const events = this.#recent(after) ?? (await this.log.readAll({ after, limit: this.#batchSize }));
      this.lastError = undefined;
      return events;
    } catch (error) {
      if (error instanceof LogForkError) {
        throw error;
      }
      this.lastError = error instanceof Error ? error.message : String(error);
      return undefined;
    }
  }

  async #refuseFork(after: number): Promise<void> {
    const head = await this.log.head();
    const known = this.#log ?? this.options.reachedIn ?? head;
    const common = known.logId === head.logId ? commonPosition(await this.log.epochs(), known.epoch) : 0;
    if (after > Math.min(head.position, common)) {
      throw new LogForkError('A follower', Math.min(head.position, common));
    }
    this.#log = head;
  }
}

interface Page {
  /** The watch's signals before the page was read. */
  readonly seen: number;
  readonly events: readonly RecordedEvent[] | undefined;
}
