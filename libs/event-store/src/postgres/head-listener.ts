import { Client } from 'pg';
import type { HeadWatch } from '../head-watch.js';
import { pause } from '../pause.js';
import { cut, logConnection, type Connection } from './connection.js';
import { readersLock } from './schema-name.js';

const retryMs = 250;
const beatMs = 5000;
const answerTimeoutMs = 10_000;

/** Brings the notifications of other processes' appends to this process's readers, over one connection of its own. */
export class HeadListener {
  #running: Promise<void> | undefined;
  #stopping = new AbortController();

  constructor(
    private readonly connection: Connection,
    private readonly schema: string,
    private readonly watch: HeadWatch,
  ) {}

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#listen().catch(() => undefined);
      await pause(retryMs, this.#stopping.signal);
    }
  }

  /** Settles when the connection is lost or no longer wanted. */
  async #listen(): Promise<void> {
    const client = new Client({ ...logConnection(this.connection), query_timeout: answerTimeoutMs });
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', resolve);
    });
    client.on('notification', ({ payload }) => this.watch.advance(Number(payload)));
    const stop = () => cut(client);
    this.#stopping.signal.addEventListener('abort', stop);
    // Without traffic of ours a half-open connection would stay silent for ever.
    const beat = setInterval(() => void client.query('select 1').catch(stop), beatMs);
    try {
      await client.connect();
      await client.query(`listen ${this.schema}`);
      await client.query(`select pg_advisory_lock_shared(${readersLock(this.schema)})`);
      this.watch.reconnected();
      await ended;
    } finally {
      clearInterval(beat);
      this.#stopping.signal.removeEventListener('abort', stop);
      cut(client);
    }
  }
}
