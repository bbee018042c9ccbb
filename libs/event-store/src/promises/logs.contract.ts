import { Client } from 'pg';
import type { Connection } from '../postgres/connection.js';
import { migrate } from '../postgres/migrate.js';
import { createEventStore, type EventStoreOptions } from '../postgres/postgres-event-store.js';

/** Runs statements as the superuser whose URL is given. */
export async function execute<Row extends object = object>(url: string, ...statements: readonly string[]) {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: readonly Row[] = [];
    for (const statement of statements) {
      ({ rows } = await client.query<Row>(statement));
    }
    return rows;
  } finally {
    await client.end();
  }
}

/** Opens stores of one log, and closes them all. */
export class Log {
  readonly #stores: { close(): Promise<void> }[] = [];

  private constructor(
    readonly url: string,
    readonly schema: string,
  ) {}

  static async create(url: string, schema = 'log'): Promise<Log> {
    await migrate(url, schema);
    return new Log(url, schema);
  }

  open(more: Partial<EventStoreOptions> & { readonly connection?: Connection } = {}) {
    const store = createEventStore({ connection: this.url, schema: this.schema, ...more });
    this.#stores.push(store);
    return store;
  }

  async close(): Promise<void> {
    await Promise.all(this.#stores.splice(0).map((store) => store.close()));
  }
}
