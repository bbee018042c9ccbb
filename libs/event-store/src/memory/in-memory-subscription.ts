import type { RecordedEvent } from '@enginehouse/contracts';
import { LogFollower, type FollowedLog } from '../follow-log.js';
import type { SqlTransaction, SubscribeOptions, Subscription } from '../subscription.js';

/** Last handled positions by subscription name. */
export type Checkpoints = Map<string, number>;

const noSql: SqlTransaction = {
  query: () => Promise.reject(new Error('The in-memory event store has no SQL; use PostgreSQL for this test.')),
};

/** A subscription of the in-memory store. There is one process, so nobody competes for its name. */
export class InMemorySubscription implements Subscription {
  readonly active = true;
  readonly #follower: LogFollower;

  constructor(log: FollowedLog, checkpoints: Checkpoints, { name, handler, after = 0, batchSize }: SubscribeOptions) {
    const handleAndRemember = async (events: readonly RecordedEvent[]) => {
      await handler(events, noSql);
      checkpoints.set(name, events.at(-1)?.position ?? 0);
    };
    this.#follower = new LogFollower(log, {
      after: checkpoints.get(name) ?? after,
      handler: handleAndRemember,
      batchSize,
    });
  }

  get position(): number {
    return this.#follower.position;
  }

  get lastError(): string | undefined {
    return this.#follower.lastError;
  }

  get caughtUp(): Promise<void> {
    return this.#follower.caughtUp;
  }

  get done(): Promise<void> {
    return this.#follower.done;
  }

  waitFor(position: number, timeoutMs?: number): Promise<boolean> {
    return this.#follower.waitFor(position, timeoutMs);
  }

  stop(): Promise<void> {
    return this.#follower.stop();
  }
}
