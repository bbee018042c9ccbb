import type { RecordedEvent } from '@enginehouse/contracts';

/** What to follow and who handles it. */
export interface FollowOptions {
  /** Events behind this position; 0 = from the beginning. */
  readonly after: number;
  /** The log and epoch in which `after` was reached, where it was stored: a restored log then ends the follower with LogForkError. */
  readonly reachedIn?: { readonly logId: string; readonly epoch: number };
  /** Called with consecutive events, never twice at a time. A thrown error ends the follower. */
  readonly handler: (events: readonly RecordedEvent[]) => void | Promise<void>;
  /** Most events per call. Default 500. */
  readonly batchSize?: number;
}

/** A reader that stays at the end of the log. */
export interface Follower {
  /** The last position that was handled. */
  readonly position: number;
  /** Why the log cannot be read at present; it is tried again for ever. */
  readonly lastError: string | undefined;
  /** Settles when everything that was in the log at the start has been handled; rejects where `done` does. */
  readonly caughtUp: Promise<void>;
  /** Settles when it ended: fulfilled after `stop`, rejected when the log has a gap or the handler threw. */
  readonly done: Promise<void>;
  /** Waits until a position has been handled: so can a reply wait for the projection it will be read from. False = not in time. */
  waitFor(position: number, timeoutMs?: number): Promise<boolean>;
  /** Ends it after the call under way. */
  stop(): Promise<void>;
}
