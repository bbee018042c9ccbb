import {
  PostgresConnection,
  PostgresQueueBackend,
  runMigrations,
  withBackend,
  type IQueueBackend,
  type PostgresConnectionOptions,
} from 'bullmq';
import pg from 'pg';
import type { JobStore } from './job-store.js';

/** BullMQ's tables; apart from the log's, because both have a table `migration`. */
const schema = 'webhooks_jobs';
const poolSize = 6;

/** Brings BullMQ's tables up to date as their owner; `service` is the role that works with them. */
export async function migrateJobs(url: string, service?: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    await runMigrations(client, schema);
    if (service !== undefined) await grant(client, pg.escapeIdentifier(service));
  } finally {
    await client.end();
  }
}

/** BullMQ makes a sequence per queue as it goes, so the role may create here; nothing but jobs is in this schema. */
async function grant(client: pg.Client, role: string): Promise<void> {
  await client.query(`grant usage, create on schema ${schema} to ${role};
    grant select, insert, update, delete on all tables in schema ${schema} to ${role};
    grant execute on all functions in schema ${schema} to ${role}`);
  // Not "all sequences": those that the role made are its own, and not ours to grant.
  const { rows } = await client.query<{ name: string }>(
    `select oid::regclass as name from pg_class where relkind = 'S' and relnamespace = $1::regnamespace
      and relowner = (select oid from pg_roles where rolname = current_user)`,
    [schema],
  );
  for (const { name } of rows) await client.query(`grant usage, select on sequence ${name} to ${role}`);
}

/** Jobs in PostgreSQL. All queues share one pool and one listening connection, however many there are. */
export async function postgresJobStore(url: string): Promise<JobStore> {
  const shared = new SharedConnection({
    connectionString: url,
    schema,
    max: poolSize,
    connectionTimeoutMillis: 5000,
    application_name: 'enginehouse-webhooks-jobs',
  });
  try {
    await shared.waitUntilReady();
  } catch (error) {
    await shared.end();
    throw error;
  }
  return {
    name: 'PostgreSQL',
    classes: withBackend<IQueueBackend, never>((name, opts) => new PostgresQueueBackend(shared, name, opts, true)),
    connection: shared as never,
    close: () => shared.end(),
  };
}

/** BullMQ gives each queue a connection and closes it with the queue; this one outlives them. */
class SharedConnection extends PostgresConnection {
  constructor(options: PostgresConnectionOptions) {
    super(options);
    this.setMaxListeners(0);
    // Without a listener of its own an idle connection that breaks would end the process.
    this.on('error', () => undefined);
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  override async getListenClient() {
    const client = await super.getListenClient();
    if ('setMaxListeners' in client && typeof client.setMaxListeners === 'function') client.setMaxListeners(0);
    return client;
  }

  end(): Promise<void> {
    return super.close();
  }
}
