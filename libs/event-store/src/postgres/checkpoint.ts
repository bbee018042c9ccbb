import { randomUUID } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import type { Head } from '../event-store.js';

/** Where a subscription stands, and in which log. */
export interface Checkpoint {
  readonly position: number;
  readonly logId: string;
  readonly epoch: number;
}

interface CheckpointRow {
  readonly position: string;
  readonly log_id: string;
  readonly epoch: string;
}

/** A subscription's row: its progress, and who works for it until when, by the database's clock. */
export class CheckpointRecord {
  readonly #owner = randomUUID();

  constructor(
    private readonly pool: Pool,
    private readonly schema: string,
    private readonly name: string,
    private readonly leaseMs: number,
  ) {}

  /** Takes the name, or gives undefined while somebody else works for it. */
  async claim(after: number, head: Head): Promise<Checkpoint | undefined> {
    await this.pool.query(
      `insert into ${this.schema}.subscription (name, position, log_id, epoch) values ($1, $2, $3, $4) on conflict do nothing`,
      [this.name, after, head.logId, head.epoch],
    );
    const { rows } = await this.pool.query<CheckpointRow>(
      `update ${this.schema}.subscription set owner = $2, ${this.#lease}
        where name = $1 and (owner is null or owner = $2 or lease_until < now()) returning position, log_id, epoch`,
      [this.name, this.#owner],
    );
    const [row] = rows;
    return row && { position: Number(row.position), logId: row.log_id, epoch: Number(row.epoch) };
  }

  /** Moves on within the transaction of the effect. False: the name was taken over. */
  async advance(client: ClientBase, from: number, to: number): Promise<boolean> {
    const { rowCount } = await client.query(
      `update ${this.schema}.subscription set position = $4, epoch = (select epoch from ${this.schema}.head), updated_at = now(), ${this.#lease}
        where name = $1 and owner = $2 and position = $3`,
      [this.name, this.#owner, from, to],
    );
    return rowCount === 1;
  }

  /** False: the name was taken over. */
  async renew(): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update ${this.schema}.subscription set ${this.#lease} where name = $1 and owner = $2`,
      [this.name, this.#owner],
    );
    return rowCount === 1;
  }

  /** Lets others have the name at once. */
  async release(): Promise<void> {
    await this.pool.query(
      `update ${this.schema}.subscription set owner = null, lease_until = null where name = $1 and owner = $2`,
      [this.name, this.#owner],
    );
  }

  get #lease(): string {
    return `lease_until = now() + interval '${this.leaseMs} milliseconds'`;
  }
}
