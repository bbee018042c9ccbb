import type { Client, ClientConfig, CustomTypesConfig } from 'pg';

/** A connection URL or what `pg` takes. */
export type Connection = string | ClientConfig;

// Every statement of the log is one index lookup per row. Without these a fresh table's missing statistics, or a
// custom plan per execution, cost more than the append itself.
const planner = [
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'enable_bitmapscan=off',
  'jit=off',
  'plan_cache_mode=force_generic_plan',
  'default_transaction_isolation=read\\ committed',
  'TimeZone=UTC',
  // What the append functions insist on: see functions.sql.
  'search_path=pg_catalog,\\ pg_temp',
];

const int8 = 20;
const asText = (value: string) => value;

// The log reads its columns itself: parsing JSON or dates that nobody asked for would be most of a read's cost.
const types: CustomTypesConfig = {
  getTypeParser: ((oid: number) => (oid === int8 ? Number : asText)) as CustomTypesConfig['getTypeParser'],
};

/** The connection as `pg` takes it. */
export const clientConfig = (connection: Connection): ClientConfig =>
  typeof connection === 'string' ? { connectionString: connection } : connection;

/** What every connection of the log has in common. `settings` are PostgreSQL's, as `name=value`. */
export function logConnection(connection: Connection, settings: readonly string[] = []): ClientConfig {
  const given = clientConfig(connection);
  const options = [...planner, ...settings].map((setting) => `-c ${setting}`).join(' ');
  return {
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    application_name: 'enginehouse-event-store',
    ...given,
    types,
    options: given.options ? `${given.options} ${options}` : options,
  };
}

/** Ends a connection at once, also one whose peer is silent, where `end` would wait for ever. */
export function cut(client: Client): void {
  client.connection.stream.destroy();
}
