import { Client } from 'pg';
import type { HoldOptions, Leadership } from '../leadership.js';
import { pause } from '../pause.js';
import { cut, logConnection, type Connection } from './connection.js';

const beatsPerTimeout = 5;
const defaultRetryMs = 200;

/** A connection that holds an advisory lock. Losing either loses both. */
export class LockSession {
  #client: Client | undefined;
  #lost = new AbortController();
  #beat: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly schema: string,
    private readonly key: bigint,
    /** The server ends a session that is silent this long: a frozen or cut-off holder loses the lock without being asked. */
    private readonly timeoutMs: number,
  ) {}

  /** The connection while it holds the lock. */
  get client(): Client | undefined {
    return this.#client;
  }

  async acquire({ signal, retryMs = defaultRetryMs }: HoldOptions = {}): Promise<Leadership> {
    for (;;) {
      signal?.throwIfAborted();
      const client = await this.#tryLock();
      if (client) {
        return this.#hold(client);
      }
      await pause(retryMs, signal);
    }
  }

  async #tryLock(): Promise<Client | undefined> {
    const settings = [`idle_session_timeout=${this.timeoutMs}`, 'synchronous_commit=on'];
    const client = new Client({ ...logConnection(this.connection, settings), query_timeout: this.timeoutMs });
    client.on('error', () => this.#lose(client));
    client.on('end', () => this.#lose(client));
    try {
      await client.connect();
      const sql = 'select pg_try_advisory_lock($1::bigint) as held';
      const { rows } = await client.query<{ held: string }>(sql, [String(this.key)]);
      if (rows[0]?.held === 't') {
        await client.query(`select ${this.schema}.open_log()`);
        return client;
      }
    } catch {
      cut(client);
      return undefined;
    }
    await client.end();
    return undefined;
  }

  #hold(client: Client): Leadership {
    this.#client = client;
    this.#lost = new AbortController();
    this.#beat = setInterval(() => {
      client.query('select 1').catch(() => this.#lose(client));
    }, this.timeoutMs / beatsPerTimeout);
    return { signal: this.#lost.signal, release: () => this.release() };
  }

  async release(): Promise<void> {
    const client = this.#client;
    if (client) {
      this.#lose(client, false);
      await client.end();
    }
  }

  #lose(client: Client, broken = true): void {
    if (this.#client !== client) {
      return;
    }
    this.#client = undefined;
    clearInterval(this.#beat);
    this.#lost.abort();
    if (broken) {
      cut(client);
    }
  }
}
