import type { Problem, RecordedEvent } from '@enginehouse/contracts';
import type { LogName } from '@enginehouse/contracts/http';
import type { Client } from '../http/client-types.js';
import type { NatsAccess } from '../nats/nats-access.js';
import type { Checkpoint, CheckpointSource } from './checkpoint.js';
import { clientFeed } from './client-feed.js';
import { LogFollower } from './follower.js';
import type { LogFork } from './fork.js';
import { lazyLiveLog } from './lazy-live-log.js';

/** What to follow, and who handles it. */
export interface FollowOptions {
  readonly log: LogName;
  /**
   * Called with events that follow each other without a hole, never twice at a time. Their effect and the checkpoint are
   * stored together: then a restart anywhere repeats nothing and leaves out nothing. Where it throws, the checkpoint is
   * loaded again and what is not covered by it comes again, after a pause that grows up to half a minute.
   */
  readonly handler: (events: readonly RecordedEvent[], checkpoint: Checkpoint) => Promise<void> | void;
  /** Left out: progress is kept in memory, and every start begins at `from`. */
  readonly checkpoint?: CheckpointSource;
  /** The position behind which to begin where there is no checkpoint. Default 0: the beginning. */
  readonly from?: number;
  /** Where events come from as soon as they are published; without it the feed is polled. */
  readonly nats?: NatsAccess;
  /**
   * The log was restored from a backup and lacks what was handled. Undo what is behind `commonPosition`, store
   * `resumeAt`, and following goes on from the checkpoint as it is loaded then. Left out: following ends.
   */
  readonly onFork?: (fork: LogFork) => Promise<void> | void;
  /** Told about everything that delays following; nothing needs to be done about it here. */
  readonly onTrouble?: (trouble: Trouble) => void;
  /** Most events per call of the handler. Default 500, at most 1000. */
  readonly batchSize?: number;
  /** How long the feed may wait for new events, in seconds. Default 20, at most 30. */
  readonly waitSeconds?: number;
}

/** Why following does not go on at present. It does by itself. */
export interface Trouble {
  readonly source: 'feed' | 'nats' | 'handler';
  readonly detail: string;
  readonly cause?: unknown;
}

/** Why following ended. */
export type FollowEnd =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'forked'; readonly fork: LogFork }
  /** The feed lacks a position: the log is damaged. */
  | { readonly kind: 'gap'; readonly expected: number; readonly found: number }
  /** The server will not give the log to this token, or has none at this address. */
  | { readonly kind: 'refused'; readonly problem: Problem };

/** Following at work. */
export interface Follower {
  /** Position of the last event that was handled. */
  readonly position: number;
  /** Where events come from at present. */
  readonly source: 'feed' | 'nats';
  /** Settles when following ends; never rejects. */
  readonly done: Promise<FollowEnd>;
  /** Ends it after the call of the handler that is under way. */
  stop(): Promise<void>;
}

/**
 * Hands every event of a log to a handler, in order and exactly once as far as the handler stores effect and checkpoint
 * together: from the feed up to the present, then from NATS, and from the feed again whenever NATS cannot be relied on.
 */
export function follow(client: Pick<Client, 'events'>, options: FollowOptions): Follower {
  const live = options.nats
    ? lazyLiveLog(options.log, options.nats, (trouble) => options.onTrouble?.(trouble))
    : undefined;
  return new LogFollower({ feed: clientFeed(client, options.log), live }, options);
}
