import { runMigrations } from 'bullmq';
import pg from 'pg';

/** Which tables to bring up to date, and for whom. */
export interface MigrateJobsOptions {
  readonly schema: string;
  /** The role that works with them, where it is not their owner. */
  readonly service?: string | undefined;
}

/** Brings BullMQ's tables up to date as their owner, and lets the service's role work with them. */
export async function migrateJobs(url: string, { schema, service }: MigrateJobsOptions): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    await runMigrations(client, schema);
    if (service !== undefined) await grant(client, schema, pg.escapeIdentifier(service));
  } finally {
    await client.end();
  }
}

/** BullMQ makes a sequence per queue as it goes, so the role may create here; nothing but jobs is in this schema. */
async function grant(client: pg.Client, schema: string, role: string): Promise<void> {
  const name = pg.escapeIdentifier(schema);
  await client.query(`grant usage, create on schema ${name} to ${role};
    grant select, insert, update, delete on all tables in schema ${name} to ${role};
    grant execute on all functions in schema ${name} to ${role}`);
  // Not "all sequences": those that the role made are its own, and not ours to grant.
  const { rows } = await client.query<{ name: string }>(
    `select oid::regclass as name from pg_class where relkind = 'S' and relnamespace = $1::regnamespace
      and relowner = (select oid from pg_roles where rolname = current_user)`,
    [name],
  );
  for (const sequence of rows) await client.query(`grant usage, select on sequence ${sequence.name} to ${role}`);
}
