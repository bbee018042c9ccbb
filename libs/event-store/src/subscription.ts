import type { RecordedEvent } from '@enginehouse/contracts';
import type { Follower } from './follow.js';

/** The database transaction that an effect and its checkpoint share. */
export interface SqlTransaction {
  query<Row extends Record<string, unknown> = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: readonly Row[]; readonly rowCount: number | null }>;
}

/** A named reader whose progress survives restarts. */
export interface SubscribeOptions {
  readonly name: string;
  /**
   * Called with consecutive events. What it writes through `transaction` is committed together with the checkpoint, or
   * not at all; any other effect may be repeated after a crash. A thrown error ends the subscription.
   */
  readonly handler: (events: readonly RecordedEvent[], transaction: SqlTransaction) => void | Promise<void>;
  /** Where a name that was never seen begins: behind this position. Default 0. */
  readonly after?: number;
  /** Most events per call and transaction. Default 500. */
  readonly batchSize?: number;
  /** How long a silent owner keeps the name from others, in milliseconds. Default 10 000. */
  readonly leaseMs?: number;
}

/** A follower that may have to wait until another process gives up its name. */
export interface Subscription extends Follower {
  /** Whether this process works for the name at present. */
  readonly active: boolean;
}
