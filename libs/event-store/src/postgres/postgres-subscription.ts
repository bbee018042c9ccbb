import type { RecordedEvent } from '@enginehouse/contracts';
import type { ClientBase, Pool } from 'pg';
import { LogFollower, type FollowedLog } from '../follow-log.js';
import { pause } from '../pause.js';
import { Progress } from '../progress.js';
import type { SqlTransaction, SubscribeOptions, Subscription } from '../subscription.js';
import { CheckpointRecord, type Checkpoint } from './checkpoint.js';
import { isPassing } from './failure.js';

const defaultLeaseMs = 10_000;
const defaultWaitMs = 5000;
const retryMs = 200;

class TakenOver extends Error {}

/** Works for a name while it owns it: waits for the lease, follows the log, commits effect and checkpoint together. */
export class PostgresSubscription implements Subscription {
  readonly caughtUp: Promise<void>;
  readonly done: Promise<void>;
  readonly #record: CheckpointRecord;
  readonly #leaseMs: number;
  readonly #progress: Progress;
  readonly #stopping = new AbortController();
  #follower: LogFollower | undefined;
  #catchUp = () => {};
  #claimError: string | undefined;

  constructor(
    private readonly log: FollowedLog,
    private readonly pool: Pool,
    schema: string,
    private readonly options: SubscribeOptions,
  ) {
    this.#leaseMs = options.leaseMs ?? defaultLeaseMs;
    this.#record = new CheckpointRecord(pool, schema, options.name, this.#leaseMs);
    this.#progress = new Progress(options.after ?? 0);
    const first = new Promise<void>((resolve) => {
      this.#catchUp = resolve;
    });
    this.done = this.#run().finally(() => this.#progress.end());
    this.caughtUp = Promise.race([first, this.done]);
    // Whoever does not look at these must not end the process.
    this.done.catch(() => undefined);
    this.caughtUp.catch(() => undefined);
  }

  get active(): boolean {
    return this.#follower !== undefined;
  }

  get lastError(): string | undefined {
    return this.#claimError ?? this.#follower?.lastError;
  }

  get position(): number {
    return this.#progress.position;
  }

  waitFor(position: number, timeoutMs = defaultWaitMs): Promise<boolean> {
    return this.#progress.waitFor(position, timeoutMs);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#follower?.stop();
    await this.done.catch(() => undefined);
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const checkpoint = await this.#claim();
      if (!checkpoint) {
        await pause(Math.min(this.#leaseMs / 4, 1000), this.#stopping.signal);
        continue;
      }
      await this.#work(checkpoint);
    }
  }

  async #claim(): Promise<Checkpoint | undefined> {
    try {
      const checkpoint = await this.#record.claim(this.options.after ?? 0, await this.log.head());
      this.#claimError = undefined;
      return checkpoint;
    } catch (error) {
      this.#claimError = error instanceof Error ? error.message : String(error);
      return undefined;
    }
  }

  /** Settles when the name was lost or the subscription stopped; rejects where it must not go on. */
  async #work(checkpoint: Checkpoint): Promise<void> {
    this.#progress.reach(checkpoint.position);
    const follower = new LogFollower(this.log, {
      after: checkpoint.position,
      reachedIn: checkpoint,
      batchSize: this.options.batchSize,
      handler: (events) => this.#handle(events),
    });
    this.#follower = follower;
    if (this.#stopping.signal.aborted) {
      void follower.stop();
    }
    const renewal = setInterval(() => void this.#renew(follower), this.#leaseMs / 3);
    follower.caughtUp.then(this.#catchUp, () => undefined);
    try {
      await follower.done;
    } catch (error) {
      if (!(error instanceof TakenOver)) {
        throw error;
      }
    } finally {
      clearInterval(renewal);
      this.#follower = undefined;
      await this.#record.release().catch(() => undefined);
    }
  }

  async #renew(follower: LogFollower): Promise<void> {
    // No answer is no loss: the next commit finds out whether the name is still ours.
    const owned = await this.#record.renew().catch(() => true);
    if (!owned) {
      await follower.stop();
    }
  }

  async #handle(events: readonly RecordedEvent[]): Promise<void> {
    const from = this.position;
    const to = events.at(-1)?.position ?? from;
    while (!(await this.#commit(events, (client) => this.#record.advance(client, from, to)))) {
      await pause(retryMs, this.#stopping.signal);
      if (this.#stopping.signal.aborted) {
        throw new TakenOver();
      }
    }
    this.#progress.reach(to);
  }

  /** False where the database failed and the same is to be tried again. */
  async #commit(events: readonly RecordedEvent[], advance: (client: ClientBase) => Promise<boolean>): Promise<boolean> {
    const client = await this.pool.connect().catch(() => undefined);
    if (!client) {
      return false;
    }
    // The pool listens to idle connections only; what is lost in use shows in the statement that meets it.
    client.on('error', ignore);
    try {
      await client.query('begin');
      if (!(await advance(client))) {
        throw new TakenOver();
      }
      await this.options.handler(events, transactionOn(client));
      await client.query('commit');
      client.off('error', ignore);
      client.release();
      return true;
    } catch (error) {
      // Closing the connection rolls back whatever state it is in.
      client.release(true);
      if (isPassing(error)) {
        return false;
      }
      throw error;
    }
  }
}

const ignore = () => undefined;

const transactionOn = (client: ClientBase): SqlTransaction => ({
  query: (text, values) => client.query(text, values ? [...values] : undefined),
});
