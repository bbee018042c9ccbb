import type { FeedPage, Problem, RecordedEvent } from '@enginehouse/contracts';
import { pause } from '../http/waiting.js';
import type { Checkpoint, Place } from './checkpoint.js';
import { FeedReader, type FeedOutcome } from './feed-reader.js';
import type { Follower, FollowEnd, FollowOptions, Trouble } from './follow.js';
import { epochOf, type LogFork } from './fork.js';
import { followingOn, LiveReader } from './live-reader.js';
import type { LiveLog, LogFeed } from './ports.js';

const firstPauseMs = 200;
const longestFeedPauseMs = 5000;
const longestHandlerPauseMs = 30_000;
/** More the API refuses. */
const longestWaitSeconds = 30;
/** How long the feed may wait while NATS is away. */
const awaySeconds = 2;
const defaults = { batchSize: 500, waitSeconds: 20, settleMs: 10_000, quietMs: 15_000 } as const;

/** What a follower is told, with the waits that only tests change. */
export type FollowerOptions = Omit<FollowOptions, 'log' | 'nats'> & {
  /** How long a log may be shorter than what was handled before that is a fork: a restored log says so soon, in milliseconds. */
  readonly settleMs?: number;
  /** After so many milliseconds without a message the feed is asked whether the stream lags. */
  readonly quietMs?: number;
};

/** Where a round goes on, and how long the feed may hold its answer until there is something new, in seconds. */
interface Cursor {
  readonly place: Place;
  readonly wait: number;
}

type Step = Cursor | { readonly end: FollowEnd } | 'reload';
type Page = Extract<FeedOutcome, { readonly kind: 'page' }>;
type Doubt = Extract<FeedOutcome, { readonly kind: 'forked' | 'unclear' }>;

/**
 * Follows one log in rounds. A round begins with the stored checkpoint; a failing handler ends it, and the next begins
 * with what was stored by then. Within a round the feed leads to the present and decides in every doubt; live messages
 * are handled only while each is the very next event of the same log.
 */
export class LogFollower implements Follower {
  readonly done: Promise<FollowEnd>;
  source: 'feed' | 'nats' = 'feed';
  position = 0;
  readonly #options: FollowerOptions & Readonly<Record<keyof typeof defaults, number>>;
  readonly #stopping = new AbortController();
  #inMemory: Checkpoint | undefined;
  #failures = { feed: 0, handler: 0 };
  #unclearSince: number | undefined;
  #lastFork: LogFork | undefined;

  constructor(
    private readonly log: { readonly feed: LogFeed; readonly live?: LiveLog | undefined },
    options: FollowerOptions,
  ) {
    this.#options = { ...defaults, ...definedOf(options) };
    this.done = this.#runAndClose();
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('following was stopped'));
    await this.done;
  }

  async #runAndClose(): Promise<FollowEnd> {
    const end = await this.#run();
    await this.log.live?.close().catch(() => undefined);
    return end;
  }

  async #run(): Promise<FollowEnd> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const end = await this.#round();
        if (end) {
          return end;
        }
      } catch (cause) {
        await this.#failed('handler', textOf(cause), { cause, longestMs: longestHandlerPauseMs });
      }
    }
    return { kind: 'stopped' };
  }

  /** Until following ends, or is to begin again from the stored checkpoint (undefined). Throws what the handler throws. */
  async #round(): Promise<FollowEnd | undefined> {
    const reader = new FeedReader(this.log.feed, this.#options.batchSize);
    let cursor: Cursor = { place: await this.#load(), wait: 0 };
    while (!this.#stopping.signal.aborted) {
      const step = await this.#step(reader, cursor);
      if (step === 'reload' || 'end' in step) {
        return step === 'reload' ? undefined : step.end;
      }
      cursor = step;
    }
    return undefined;
  }

  async #load(): Promise<Place> {
    const stored = this.#options.checkpoint ? await this.#options.checkpoint.load() : this.#inMemory;
    const place = stored ?? { position: this.#options.from ?? 0 };
    this.position = place.position;
    return place;
  }

  async #step(reader: FeedReader, { place, wait }: Cursor): Promise<Step> {
    const outcome = await reader.next(place, wait, this.#stopping.signal);
    switch (outcome.kind) {
      case 'page':
        this.#failures.feed = 0;
        this.#unclearSince = undefined;
        return outcome.events.length > 0
          ? this.#handlePage(outcome)
          : this.#goLive(reader, atPresent(place, outcome.page));
      case 'trouble':
        await this.#feedFailed(outcome.problem);
        return place.logId === undefined ? { place, wait } : this.#goLive(reader, place);
      case 'forked':
      case 'unclear':
        return this.#doubted(place, outcome);
      case 'gap':
      case 'refused':
        return { end: outcome };
    }
  }

  async #handlePage({ events, page }: Page): Promise<Cursor> {
    const position = events.at(-1)?.position ?? 0;
    const place = await this.#handle(events, { logId: page.logId, epoch: epochOf(page.epochs, position) });
    return { place, wait: this.log.live?.available ? 0 : this.#pollSeconds };
  }

  async #handle(
    events: readonly RecordedEvent[],
    { logId, epoch }: { readonly logId: string; readonly epoch: number },
  ): Promise<Checkpoint> {
    const last = events[events.length - 1];
    const checkpoint = { position: last?.position ?? 0, logId, epoch, eventId: last?.id ?? '' };
    await this.#options.handler(events, checkpoint);
    this.#inMemory = checkpoint;
    this.position = checkpoint.position;
    this.#failures.handler = 0;
    return checkpoint;
  }

  /** Live messages for as long as they follow the place. */
  async #goLive(reader: FeedReader, start: Checkpoint): Promise<Cursor> {
    const { live } = this.log;
    if (!live?.available) {
      return { place: start, wait: this.#pollSeconds };
    }
    const messages = new LiveReader(live, start.position, this.#options.batchSize);
    this.source = 'nats';
    try {
      return await this.#followLive(reader, messages, start);
    } finally {
      this.source = 'feed';
      messages.close();
    }
  }

  async #followLive(reader: FeedReader, messages: LiveReader, start: Checkpoint): Promise<Cursor> {
    const { signal } = this.#stopping;
    let place = start;
    for (;;) {
      const batch = await messages
        .next(this.#options.quietMs, signal)
        .catch((cause: unknown) => this.#liveFailed(cause));
      if (batch === 'over' || batch === 'refused' || signal.aborted) {
        return { place, wait: batch === 'over' ? this.#pollSeconds : this.#longestWait };
      }
      if (batch === 'quiet') {
        const outcome = await reader.next(place, 0, signal);
        if (outcome.kind !== 'trouble' && !(outcome.kind === 'page' && outcome.events.length === 0)) {
          return { place, wait: 0 };
        }
        continue;
      }
      const { events, isSure } = followingOn(place, batch);
      place = events.length > 0 ? await this.#handle(events, place) : place;
      if (!isSure) {
        return { place, wait: this.#longestWait };
      }
    }
  }

  #liveFailed(cause: unknown): 'refused' {
    this.#tell({ source: 'nats', detail: textOf(cause), cause });
    return 'refused';
  }

  get #longestWait(): number {
    return Math.min(this.#options.waitSeconds, longestWaitSeconds);
  }

  /** Where NATS is only away for the moment, the feed must not keep us from going back to it. */
  get #pollSeconds(): number {
    return this.log.live ? Math.min(awaySeconds, this.#longestWait) : this.#longestWait;
  }

  async #doubted(place: Place, doubt: Doubt): Promise<Step> {
    this.#unclearSince ??= performance.now();
    if (doubt.kind === 'unclear' && performance.now() - this.#unclearSince < this.#options.settleMs) {
      await this.#failed('feed', doubt.detail, { longestMs: longestFeedPauseMs });
      return { place, wait: 0 };
    }
    this.#unclearSince = undefined;
    return place.logId === undefined ? { place, wait: 0 } : this.#forked(place, doubt);
  }

  async #forked(stored: Checkpoint, { page, ...doubt }: Doubt): Promise<Step> {
    const commonPosition = doubt.kind === 'forked' ? doubt.commonPosition : 0;
    const { logId, epochs } = page;
    const epoch = epochs.at(-1)?.epoch ?? 1;
    const resumeAt =
      commonPosition > 0 ? { position: commonPosition, logId, epoch: epochOf(epochs, commonPosition) } : undefined;
    const fork: LogFork = { stored, logId, epoch, commonPosition, resumeAt };
    if (!this.#options.onFork || isSameFork(fork, this.#lastFork)) {
      return { end: { kind: 'forked', fork } };
    }
    await this.#options.onFork(fork);
    this.#lastFork = fork;
    this.#inMemory = resumeAt;
    return 'reload';
  }

  #feedFailed({ detail, retryAfterSeconds = 0 }: Problem): Promise<void> {
    return this.#failed('feed', detail, { leastMs: retryAfterSeconds * 1000, longestMs: longestFeedPauseMs });
  }

  /** Tells it and pauses, longer each time. */
  async #failed(
    source: 'feed' | 'handler',
    detail: string,
    {
      cause,
      leastMs = 0,
      longestMs,
    }: { readonly cause?: unknown; readonly leastMs?: number; readonly longestMs: number },
  ): Promise<void> {
    const { signal } = this.#stopping;
    if (signal.aborted) {
      return;
    }
    this.#tell({ source, detail, cause });
    const wanted = Math.max(leastMs, firstPauseMs * 2 ** this.#failures[source]);
    this.#failures[source] += 1;
    await pause(Math.min(wanted, longestMs), signal).catch(() => undefined);
  }

  #tell(trouble: Trouble): void {
    try {
      this.#options.onTrouble?.(trouble);
    } catch {
      // Who only listens must not end the following.
    }
  }
}

/** The feed has shown which log this is; with nothing handled yet that is not known before. */
const atPresent = (place: Place, { logId, epochs }: FeedPage): Checkpoint =>
  place.logId === undefined ? { position: place.position, logId, epoch: epochOf(epochs, place.position) } : place;

const isSameFork = (one: LogFork, other: LogFork | undefined): boolean =>
  other !== undefined &&
  one.stored.position === other.stored.position &&
  one.stored.logId === other.stored.logId &&
  one.stored.epoch === other.stored.epoch;

/** Options that are there but undefined count as left out. */
const definedOf = <T extends object>(options: T) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Required<T>;

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
