import { readFile } from 'node:fs/promises';
import { Client, escapeIdentifier } from 'pg';
import { clientConfig, type Connection } from './connection.js';
import { readersLock, schemaName } from './schema-name.js';

/** What a migration may set up beside the tables. */
export interface MigrateOptions {
  /** This role, which must exist, may then append and read, and change nothing that was written. */
  readonly writerRole?: string;
}

const folder = new URL('../../sql/', import.meta.url);
const steps = ['001-log'];
const migrationLock = '7310593858020254331';

/** Creates a log's schema or brings it up to date; safe to call at every start and from several processes at once. */
export async function migrate(connection: Connection, schema: string, options: MigrateOptions = {}): Promise<void> {
  schemaName(schema);
  const client = new Client({ connectionTimeoutMillis: 5000, ...clientConfig(connection) });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock]);
    await runSteps(client, schema);
    await client.query(await sql('functions', schema));
    await grant(client, schema, options.writerRole);
    await client.query(`select ${schema}.open_log()`);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function runSteps(client: Client, schema: string): Promise<void> {
  await client.query(`create schema if not exists ${schema}`);
  await client.query(`create table if not exists ${schema}.migration (
    step text primary key, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ step: string }>(`select step from ${schema}.migration`);
  const applied = new Set(rows.map(({ step }) => step));
  for (const step of steps.filter((name) => !applied.has(name))) {
    await client.query(await sql(step, schema));
    await client.query(`insert into ${schema}.migration (step) values ($1)`, [step]);
  }
}

async function grant(client: Client, schema: string, role: string | undefined): Promise<void> {
  await client.query(await sql('privileges', schema));
  if (role === undefined) {
    return;
  }
  const text = await sql('writer', schema);
  await client.query(text.replaceAll(':"writer"', escapeIdentifier(role)));
}

async function sql(name: string, schema: string): Promise<string> {
  const text = await readFile(new URL(`${name}.sql`, folder), 'utf8');
  return text
    .replaceAll(":'schema'", `'${schema}'`)
    .replaceAll(':schema', schema)
    .replaceAll(':readers_lock', readersLock(schema));
}
