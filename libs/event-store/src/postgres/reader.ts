import type { RecordedEvent } from '@enginehouse/contracts';
import { Pool } from 'pg';
import type { Epoch, Head, ReadAllOptions, ReadStreamOptions } from '../event-store.js';
import { logConnection, type Connection } from './connection.js';
import { eventColumns, eventOf, type EventRow } from './event-rows.js';

const answerTimeoutMs = 30_000;
const lastVersion = Number.MAX_SAFE_INTEGER;

/** Everything that is read from the log, over a few connections of its own. */
export class Reader {
  readonly pool: Pool;

  constructor(
    connection: Connection,
    private readonly schema: string,
    max: number,
  ) {
    this.pool = new Pool({ ...logConnection(connection), query_timeout: answerTimeoutMs, max });
    // A connection lost while idle is replaced when the next one is needed.
    this.pool.on('error', () => undefined);
  }

  async readStream(streamId: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    const { fromVersion = 1, toVersion = lastVersion, asOfPosition = lastVersion, asOfTime } = options;
    const { rows } = await this.pool.query<EventRow>({
      name: 'read-stream',
      text: `select ${eventColumns} from ${this.schema}.event where stream_id = $1 and version between $2 and $3
        and position <= $4 and ($5::timestamptz is null or recorded_at <= $5) order by version`,
      values: [streamId, fromVersion, toVersion, asOfPosition, asOfTime?.toISOString() ?? null],
      rowMode: 'array',
    });
    return rows.map(eventOf);
  }

  async readAll({ after, limit }: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    const { rows } = await this.pool.query<EventRow>({
      name: 'read-all',
      text: `select ${eventColumns} from ${this.schema}.event where position > $1 order by position limit $2`,
      values: [after, limit],
      rowMode: 'array',
    });
    return rows.map(eventOf);
  }

  async head(): Promise<Head> {
    const { rows } = await this.pool.query<[number, string, number, string]>({
      name: 'head',
      text: `select position, log_id, epoch, encode(chain, 'hex') from ${this.schema}.head`,
      rowMode: 'array',
    });
    const [row] = rows;
    if (!row) {
      throw new Error(`The log "${this.schema}" has no head; migrate it.`);
    }
    const [position, logId, epoch, chain] = row;
    return { position, logId, epoch, chain };
  }

  async epochs(): Promise<readonly Epoch[]> {
    const { rows } = await this.pool.query<[number, number, string]>({
      name: 'epochs',
      text: `select epoch, after_position, encode(chain, 'hex') from ${this.schema}.epoch order by epoch`,
      rowMode: 'array',
    });
    return rows.map(([epoch, afterPosition, chain]) => ({ epoch, afterPosition, chain }));
  }

  async beginEpoch(afterPosition: number, epoch: number): Promise<void> {
    await this.pool.query(`select ${this.schema}.begin_epoch($1, $2)`, [afterPosition, epoch]);
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
