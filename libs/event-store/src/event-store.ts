import type { NewEvent, RecordedEvent } from '@enginehouse/contracts';
import type { FollowOptions, Follower } from './follow.js';
import type { HoldOptions, Leadership } from './leadership.js';
import type { Subscription, SubscribeOptions } from './subscription.js';
import type { LogVerification } from './verification.js';

/** How the events of one append are to be placed. */
export interface AppendOptions {
  /** The stream's version that the decision was based on; 0 = the stream does not exist. Left out = any. */
  readonly expectedVersion?: number;
  /** How long the caller waits, in milliseconds, before it gets `unavailable`. Default: the store's `appendTimeoutMs`. */
  readonly timeoutMs?: number;
}

/**
 * What became of an append. `position` and `version` are those of its last event. `duplicate` is success as well: the
 * same events are in the log already. After `unavailable` the outcome is unknown: repeat with the same event ids.
 */
export type AppendOutcome =
  | {
      readonly kind: 'appended';
      readonly position: number;
      readonly version: number;
      /** What was recorded, where the store knows it without reading it again. */
      readonly events?: readonly RecordedEvent[];
    }
  | { readonly kind: 'duplicate'; readonly position: number; readonly version: number }
  | { readonly kind: 'conflict'; readonly currentVersion: number }
  /** An event id is in the log already, with another payload or in another stream. */
  | { readonly kind: 'reused-id' }
  /** Too much waits already; nothing was written. */
  | { readonly kind: 'overloaded'; readonly retryAfterSeconds: number }
  | { readonly kind: 'unavailable'; readonly reason: 'no-answer' | 'not-leader' | 'closed' };

/** Which part of a stream to read. All bounds are inclusive; none means the whole stream. */
export interface ReadStreamOptions {
  readonly fromVersion?: number;
  readonly toVersion?: number;
  /** The stream as it was when the log ended here. */
  readonly asOfPosition?: number;
  /** The stream as it was at this moment of the log's own clock. */
  readonly asOfTime?: Date;
}

/** Which page of the log to read. */
export interface ReadAllOptions {
  /** Events behind this position; 0 = from the beginning. */
  readonly after: number;
  readonly limit: number;
}

/** The end of the log, and which log this is. */
export interface Head {
  readonly position: number;
  readonly logId: string;
  /** Grows by one whenever the log was restored from a copy: what came after that copy is gone. */
  readonly epoch: number;
  /** The hash chain's tip, in hex. */
  readonly chain: string;
}

/** A stretch of the log's life: it began when the log ended at `afterPosition`. */
export interface Epoch {
  readonly epoch: number;
  readonly afterPosition: number;
  /** The hash chain's tip at that position, in hex. */
  readonly chain: string;
}

/** What readiness checks and metrics show of a store. */
export interface StoreStatus {
  readonly connected: boolean;
  /** Appends that wait, without those in flight. */
  readonly waitingAppends: number;
  readonly appendedEvents: number;
  readonly lastError?: string;
}

/**
 * An append-only log of events in streams. Positions are dense and in commit order over the whole log. Reading throws
 * where the database does not answer; appending never does, except for input that no retry can save.
 */
export interface EventStore {
  /**
   * Appends all events to one stream, or none.
   *
   * @throws UnacceptableEventError for events that this log can never hold; the database's error where it is not set up
   */
  append(streamId: string, events: readonly NewEvent[], options?: AppendOptions): Promise<AppendOutcome>;
  readStream(streamId: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]>;
  readAll(options: ReadAllOptions): Promise<readonly RecordedEvent[]>;
  head(): Promise<Head>;
  /** Every epoch of this log, oldest first. */
  epochs(): Promise<readonly Epoch[]>;
  /** Declares that the log has lost what came after a position. Nothing happens where its epoch is not `epoch` any more. */
  beginEpoch(afterPosition: number, epoch: number): Promise<void>;
  /** Hands on every event behind a position, then new ones as they are appended; nothing is remembered. */
  follow(options: FollowOptions): Follower;
  /** Like `follow`, with a checkpoint kept under a name; one process at a time works for a name. */
  subscribe(options: SubscribeOptions): Subscription;
  /** Waits until this store may append (where it was made with a fence). */
  acquireLeadership(options?: HoldOptions): Promise<Leadership>;
  /** Waits for a lock that only one process holds at a time; without its own connection no holder keeps it. */
  holdLock(key: bigint, options?: HoldOptions): Promise<Leadership>;
  /** Recomputes every hash from the first event on. */
  verifyLog(): Promise<LogVerification>;
  status(): StoreStatus;
  /** Refuses new appends, finishes those under way, stops followers and subscriptions, and disconnects. */
  close(): Promise<void>;
}
