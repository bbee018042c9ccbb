import { Client, DatabaseError } from 'pg';
import type { AppendUnit } from '../append/append-unit.js';
import type { BatchReply } from '../append/coalescer.js';
import { appendStatement, outcomeOf, type AppendRow } from './append-statement.js';
import { cut, logConnection, type Connection } from './connection.js';
import { failedReply } from './failure.js';
import type { LockSession } from './lock-session.js';

/**
 * The dedicated connection that appends. Opened when needed and again after a loss; with a fence, the connection that
 * holds the lock is the only one that may append, so what another leader has taken over is out of reach.
 */
export class AppendSession {
  #client: Client | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly schema: string,
    private readonly answerTimeoutMs: number,
    private readonly fence?: LockSession,
  ) {}

  get connected(): boolean {
    return this.fence ? this.fence.client !== undefined : this.#client !== undefined;
  }

  async send(units: readonly AppendUnit[]): Promise<BatchReply> {
    let client: Client | undefined;
    try {
      // No await where none is needed: the statement must leave before the callers of the last batch go on.
      client = this.fence ? this.fence.client : (this.#client ?? (await this.#open()));
      if (!client) {
        return { kind: 'not-leader' };
      }
      const { rows } = await client.query<[string, number, number]>(appendStatement(this.schema, units));
      return { kind: 'done', outcomes: rows.map((row: AppendRow, index) => outcomeOf(row, units[index])) };
    } catch (cause) {
      return this.#failed(cause, client);
    }
  }

  async close(): Promise<void> {
    await this.#client?.end();
    this.#client = undefined;
  }

  #failed(cause: unknown, client: Client | undefined): BatchReply {
    const reply = failedReply(cause);
    if (reply.kind === 'lost' && !(cause instanceof DatabaseError)) {
      // A silent peer leaves the connection half open: without the cut its answer would come to the next question.
      if (client) {
        cut(client);
      }
      this.#client = undefined;
      return this.fence ? { kind: 'not-leader' } : reply;
    }
    return reply;
  }

  async #open(): Promise<Client> {
    const client = new Client({
      ...logConnection(this.connection, ['synchronous_commit=on']),
      query_timeout: this.answerTimeoutMs,
    });
    const lose = () => {
      this.#client = this.#client === client ? undefined : this.#client;
    };
    client.on('error', lose);
    client.on('end', lose);
    try {
      await client.connect();
      await client.query(`select ${this.schema}.open_log()`);
    } catch (cause) {
      cut(client);
      throw cause;
    }
    this.#client = client;
    return client;
  }
}
