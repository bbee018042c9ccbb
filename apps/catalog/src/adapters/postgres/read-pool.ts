import { Pool } from 'pg';

const connectTimeoutMs = 5000;
const answerTimeoutMs = 10_000;
const mostConnections = 4;

const int8 = 20;
const asText = (value: string): string => value;

/** A few connections that only read. Values come as text, except whole numbers: who needs more parses it. */
export function openReadPool(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    max: mostConnections,
    keepAlive: true,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: answerTimeoutMs,
    application_name: 'enginehouse-catalog-reads',
    options: '-c jit=off',
    types: { getTypeParser: (oid: number) => (oid === int8 ? Number : asText) },
  });
  // A connection lost while idle is replaced when the next one is needed.
  pool.on('error', () => undefined);
  return pool;
}
