import { PostgresQueueBackend, withBackend, type IQueueBackend } from 'bullmq';
import type { JobStore } from './job-store.js';
import { SharedConnection } from './shared-connection.js';

/** Which jobs of a database are meant, and who works with them. */
export interface PostgresJobsOptions {
  /** BullMQ's tables are in a schema of their own: they have names, such as `migration`, that others have too. */
  readonly schema: string;
  /** What PostgreSQL shows of the connections. */
  readonly applicationName: string;
}

const poolSize = 6;

/** Jobs in PostgreSQL. All queues share one pool and one listening connection, however many there are. */
export async function postgresJobStore(
  url: string,
  { schema, applicationName }: PostgresJobsOptions,
): Promise<JobStore> {
  const shared = new SharedConnection({
    connectionString: url,
    schema,
    max: poolSize,
    connectionTimeoutMillis: 5000,
    application_name: applicationName,
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
