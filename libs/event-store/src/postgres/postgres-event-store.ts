import type { NewEvent, RecordedEvent } from '@enginehouse/contracts';
import { Pool } from 'pg';
import { prepareUnit } from '../append/append-unit.js';
import { Coalescer, defaultLimits, type CoalescerLimits } from '../append/coalescer.js';
import type { AppendOptions, AppendOutcome, Epoch, EventStore, Head } from '../event-store.js';
import type { ReadAllOptions, ReadStreamOptions, StoreStatus } from '../event-store.js';
import type { Follower, FollowOptions } from '../follow.js';
import { LogFollower } from '../follow-log.js';
import { HeadWatch } from '../head-watch.js';
import type { HoldOptions, Leadership } from '../leadership.js';
import { defaultMaxEventBytes } from '../limits.js';
import { RecentEvents } from '../recent-events.js';
import type { Subscription, SubscribeOptions } from '../subscription.js';
import type { LogVerification } from '../verification.js';
import { AppendSession } from './append-session.js';
import { clientConfig, type Connection } from './connection.js';
import { HeadListener } from './head-listener.js';
import { LockSession } from './lock-session.js';
import { PostgresSubscription } from './postgres-subscription.js';
import { Reader } from './reader.js';
import { schemaName } from './schema-name.js';
import { verifyLog } from './verify-log.js';

/** Where a log is and how it is used. */
export interface EventStoreOptions {
  readonly connection: Connection;
  /** The PostgreSQL schema that holds the log; made by `migrate`. */
  readonly schema: string;
  /** Key of an advisory lock: only who holds it through `acquireLeadership` can append. */
  readonly fence?: bigint;
  /** How long a leader may be frozen or cut off, in milliseconds, before another can take over. Default 10 000. */
  readonly leadershipTimeoutMs?: number;
  /** How long an append may take in milliseconds before it answers `unavailable`. Default 10 000. */
  readonly appendTimeoutMs?: number;
  /** How long the database may take for one batch, in milliseconds, before its connection counts as lost. Default 5000. */
  readonly answerTimeoutMs?: number;
  /** Largest event in bytes of JSON. Default 768 KiB, which fits a NATS message. */
  readonly maxEventBytes?: number;
  /** Connections for reading. Default 3. */
  readonly readConnections?: number;
  readonly limits?: Partial<CoalescerLimits>;
}

const effectConnections = 4;
const defaultLeadershipTimeoutMs = 10_000;
const defaultAnswerTimeoutMs = 5000;
const defaultAppendTimeoutMs = 10_000;

/** Opens a log in PostgreSQL. Connects when first used, and again whenever the connection was lost. */
export const createEventStore = (options: EventStoreOptions): EventStore => new PostgresEventStore(options);

class PostgresEventStore implements EventStore {
  readonly watch = new HeadWatch();
  readonly #recent = new RecentEvents(this.watch);
  readonly #reader: Reader;
  readonly #effects: Pool;
  readonly #session: AppendSession;
  readonly #coalescer: Coalescer;
  readonly #listener: HeadListener;
  readonly #fence: LockSession | undefined;
  readonly #followers = new Set<Follower>();
  readonly #locks = new Set<LockSession>();
  #appendedEvents = 0;
  #closing: Promise<void> | undefined;

  constructor(private readonly options: EventStoreOptions) {
    const { connection, fence, readConnections = 3, limits, answerTimeoutMs = defaultAnswerTimeoutMs } = options;
    const schema = schemaName(options.schema);
    this.#fence = fence === undefined ? undefined : this.#lock(fence);
    this.#session = new AppendSession(connection, schema, answerTimeoutMs, this.#fence);
    this.#coalescer = new Coalescer((units) => this.#session.send(units), { ...defaultLimits, ...limits });
    this.#reader = new Reader(connection, schema, readConnections);
    // Effects are other people's statements: PostgreSQL's own settings and the usual types.
    this.#effects = new Pool({ keepAlive: true, ...clientConfig(connection), max: effectConnections });
    this.#effects.on('error', () => undefined);
    this.#listener = new HeadListener(connection, schema, this.watch);
  }

  async append(streamId: string, events: readonly NewEvent[], options: AppendOptions = {}): Promise<AppendOutcome> {
    const { appendTimeoutMs = defaultAppendTimeoutMs, maxEventBytes = defaultMaxEventBytes } = this.options;
    const unit = prepareUnit(streamId, events, options.expectedVersion, maxEventBytes);
    const outcome = await this.#coalescer.add(unit, options.timeoutMs ?? appendTimeoutMs);
    if (outcome.kind === 'appended') {
      this.#appendedEvents += events.length;
      this.#recent.add(outcome.events ?? []);
      this.watch.advance(outcome.position);
    }
    return outcome;
  }

  readStream(streamId: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    return this.#reader.readStream(streamId, options);
  }

  readAll(options: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    return this.#reader.readAll(options);
  }

  /** Everything behind a position, where it is known without reading. */
  recent(after: number): readonly RecordedEvent[] | undefined {
    return this.#recent.after(after);
  }

  head(): Promise<Head> {
    return this.#reader.head();
  }

  epochs(): Promise<readonly Epoch[]> {
    return this.#reader.epochs();
  }

  beginEpoch(afterPosition: number, epoch: number): Promise<void> {
    return this.#reader.beginEpoch(afterPosition, epoch);
  }

  follow(options: FollowOptions): Follower {
    return this.#track(new LogFollower(this, options));
  }

  subscribe(options: SubscribeOptions): Subscription {
    return this.#track(new PostgresSubscription(this, this.#effects, this.options.schema, options));
  }

  async acquireLeadership(options?: HoldOptions): Promise<Leadership> {
    if (!this.#fence) {
      throw new Error('This event store was made without a fence: there is nothing to lead.');
    }
    return this.#fence.acquire(options);
  }

  holdLock(key: bigint, options?: HoldOptions): Promise<Leadership> {
    const lock = this.#lock(key);
    this.#locks.add(lock);
    return lock.acquire(options);
  }

  async verifyLog(): Promise<LogVerification> {
    return verifyLog(this.#reader.pool, this.options.schema, await this.head());
  }

  status(): StoreStatus {
    const { waiting, lastError } = this.#coalescer;
    return {
      connected: this.#session.connected,
      waitingAppends: waiting,
      appendedEvents: this.#appendedEvents,
      ...(lastError === undefined ? {} : { lastError }),
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#coalescer.close();
    await Promise.all([...this.#followers].map((follower) => follower.stop()));
    await this.#listener.stop();
    await Promise.all([...this.#locks].map((lock) => lock.release()));
    await Promise.all([this.#session.close(), this.#fence?.release(), this.#reader.close(), this.#effects.end()]);
  }

  #lock(key: bigint): LockSession {
    const { connection, schema, leadershipTimeoutMs = defaultLeadershipTimeoutMs } = this.options;
    return new LockSession(connection, schema, key, leadershipTimeoutMs);
  }

  #track<T extends Follower>(follower: T): T {
    this.#listener.start();
    this.#followers.add(follower);
    follower.done.finally(() => this.#followers.delete(follower)).catch(() => undefined);
    return follower;
  }
}
