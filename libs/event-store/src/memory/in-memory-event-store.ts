import { createHash, randomUUID } from 'node:crypto';
import type { EventMeta, NewEvent, RecordedEvent } from '@enginehouse/contracts';
import { prepareUnit, type AppendUnit } from '../append/append-unit.js';
import type { AppendOptions, AppendOutcome, Epoch, EventStore, Head } from '../event-store.js';
import type { ReadAllOptions, ReadStreamOptions, StoreStatus } from '../event-store.js';
import type { Follower, FollowOptions } from '../follow.js';
import { LogFollower } from '../follow-log.js';
import { HeadWatch } from '../head-watch.js';
import type { HoldOptions, Leadership } from '../leadership.js';
import { defaultMaxEventBytes } from '../limits.js';
import type { SubscribeOptions, Subscription } from '../subscription.js';
import type { LogVerification } from '../verification.js';
import { InMemoryLocks } from './in-memory-locks.js';
import { InMemorySubscription, type Checkpoints } from './in-memory-subscription.js';

const fenceKey = 0n;

/** A store without a database, for tests and programs that may forget everything. Outcomes are those of the real one. */
export class InMemoryEventStore implements EventStore {
  readonly watch = new HeadWatch();
  readonly #log: RecordedEvent[] = [];
  readonly #versions = new Map<string, number>();
  readonly #byId = new Map<string, { readonly position: number; readonly payload: string }>();
  readonly #locks = new InMemoryLocks();
  readonly #checkpoints: Checkpoints = new Map();
  readonly #followers = new Set<Follower>();
  readonly #logId = randomUUID();
  readonly #epochs: Epoch[] = [{ epoch: 1, afterPosition: 0, chain: createHash('sha256').digest('hex') }];
  #closed = false;

  constructor(private readonly now: () => Date = () => new Date()) {}

  async append(streamId: string, events: readonly NewEvent[], options: AppendOptions = {}): Promise<AppendOutcome> {
    const unit = prepareUnit(streamId, events, options.expectedVersion, defaultMaxEventBytes);
    if (this.#closed) {
      return { kind: 'unavailable', reason: 'closed' };
    }
    const outcome = this.#known(unit) ?? this.#conflict(unit) ?? this.#write(unit);
    this.watch.advance(this.#log.length);
    return outcome;
  }

  async readStream(streamId: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    const { fromVersion = 1, toVersion = Infinity, asOfPosition = Infinity, asOfTime } = options;
    const until = asOfTime?.toISOString();
    return this.#log.filter(
      (event) =>
        event.streamId === streamId &&
        event.version >= fromVersion &&
        event.version <= toVersion &&
        event.position <= asOfPosition &&
        (until === undefined || event.recordedAt <= until),
    );
  }

  async readAll({ after, limit }: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    return this.#log.slice(after, after + limit);
  }

  async head(): Promise<Head> {
    const ids = this.#log.map(({ id }) => id).join();
    const chain = createHash('sha256').update(ids).digest('hex');
    return { position: this.#log.length, logId: this.#logId, epoch: this.#epochs.length, chain };
  }

  async epochs(): Promise<readonly Epoch[]> {
    return [...this.#epochs];
  }

  async beginEpoch(afterPosition: number, epoch: number): Promise<void> {
    if (epoch === this.#epochs.length) {
      const { chain } = await this.head();
      this.#epochs.push({ epoch: epoch + 1, afterPosition, chain });
    }
  }

  follow(options: FollowOptions): Follower {
    return this.#track(new LogFollower(this, options));
  }

  subscribe(options: SubscribeOptions): Subscription {
    return this.#track(new InMemorySubscription(this, this.#checkpoints, options));
  }

  acquireLeadership(options?: HoldOptions): Promise<Leadership> {
    return this.#locks.hold(fenceKey, options);
  }

  holdLock(key: bigint, options?: HoldOptions): Promise<Leadership> {
    return this.#locks.hold(key, options);
  }

  async verifyLog(): Promise<LogVerification> {
    return { intact: true, events: this.#log.length, position: this.#log.length };
  }

  status(): StoreStatus {
    return { connected: !this.#closed, waitingAppends: 0, appendedEvents: this.#log.length };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#followers].map((follower) => follower.stop()));
  }

  #known({ streamId, events }: AppendUnit): AppendOutcome | undefined {
    const known = events.map(({ id }) => this.#byId.get(id));
    if (known.every((one) => one === undefined)) {
      return undefined;
    }
    const first = known[0]?.position ?? 0;
    const isSame = events.every(
      (event, at) => known[at]?.position === first + at && known[at].payload === payloadOf(streamId, event),
    );
    const last = this.#log[first + events.length - 2];
    return isSame && last
      ? { kind: 'duplicate', position: last.position, version: last.version }
      : { kind: 'reused-id' };
  }

  #conflict({ streamId, expectedVersion }: AppendUnit): AppendOutcome | undefined {
    const currentVersion = this.#versions.get(streamId) ?? 0;
    return expectedVersion === undefined || expectedVersion === currentVersion
      ? undefined
      : { kind: 'conflict', currentVersion };
  }

  #write({ streamId, events }: AppendUnit): AppendOutcome {
    const recordedAt = this.now().toISOString();
    let version = this.#versions.get(streamId) ?? 0;
    for (const event of events) {
      const position = this.#log.length + 1;
      version += 1;
      const data = JSON.parse(event.data) as unknown;
      const meta = JSON.parse(event.meta) as EventMeta;
      const { id, type, schemaVersion } = event;
      this.#log.push({ position, id, streamId, version, type, schemaVersion, recordedAt, data, meta });
      this.#byId.set(id, { position, payload: payloadOf(streamId, event) });
    }
    this.#versions.set(streamId, version);
    return { kind: 'appended', position: this.#log.length, version, events: this.#log.slice(-events.length) };
  }

  #track<T extends Follower>(follower: T): T {
    this.#followers.add(follower);
    follower.done.finally(() => this.#followers.delete(follower)).catch(() => undefined);
    return follower;
  }
}

const payloadOf = (streamId: string, { type, data }: { readonly type: string; readonly data: string }) =>
  `${streamId}\n${type}\n${data}`;
