// @ts-check
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { Pool } from 'pg';
import { createEventStore, migrate, newEventId } from '../../libs/event-store/dist/index.js';

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {(stream: string, events: number) => Promise<unknown>} append
 * @property {() => Promise<void>} close
 */

/** What every event holds: some 200 bytes, like a version that was added. */
export const data = () => ({
  version: { name: '0.16.0-custom', image: 'registry.example/engines/vllm:0.16.0', framework: 'cuda', env: { A: '1' } },
  at: Date.now(),
});
const meta = { actor: 'user:bench', correlationId: 'bench' };
export const newEvent = () => ({ id: newEventId(), type: 'VersionAdded', schemaVersion: 1, data: data(), meta });

/** @param {string} url @param {number} max */
function openPool(url, max) {
  const pool = new Pool({ connectionString: url, max });
  // Without a listener a lost connection would hide the error that came before it.
  pool.on('error', (error) => console.error(error.message));
  return pool;
}

/** @param {string} url @returns {Promise<Contender>} */
export async function ours(url) {
  await migrate(url, 'log');
  const store = createEventStore({ connection: url, schema: 'log' });
  const append = async (/** @type {string} */ stream, /** @type {number} */ events) => {
    const outcome = await store.append(stream, Array.from({ length: events }, newEvent));
    if (outcome.kind !== 'appended') {
      throw new Error(`An append was answered with ${JSON.stringify(outcome)}.`);
    }
  };
  return { name: 'ours', append, close: () => store.close() };
}

/** @param {string} url @param {number} writers @returns {Promise<Contender>} */
export async function emmett(url, writers) {
  const pool = openPool(url, writers);
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  const append = (/** @type {string} */ stream, /** @type {number} */ events) =>
    store.appendToStream(
      stream,
      Array.from({ length: events }, () => ({ type: 'VersionAdded', data: data(), metadata: meta })),
    );
  const close = async () => {
    await store.close();
    await pool.end().catch(() => undefined);
  };
  return { name: 'emmett', append, close };
}

/** What a programmer would write first: a row per event, a transaction where there are several.
 * @param {string} url @param {number} writers @returns {Promise<Contender>} */
export async function rawInserts(url, writers) {
  const pool = openPool(url, writers);
  await pool.query(`create table if not exists raw_event (
    position bigserial primary key, event_id uuid not null unique, stream_id text not null, version bigint not null,
    type text not null, recorded_at timestamptz not null default now(), data jsonb not null, meta jsonb not null,
    unique (stream_id, version))`);
  /** @type {Map<string, number>} */
  const versions = new Map();
  const text = 'insert into raw_event (event_id, stream_id, version, type, data, meta) values ($1, $2, $3, $4, $5, $6)';
  const insert = (/** @type {import('pg').ClientBase | Pool} */ to, /** @type {string} */ stream) => {
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    const values = [newEventId(), stream, version, 'VersionAdded', JSON.stringify(data()), JSON.stringify(meta)];
    return to.query({ name: 'insert', text, values });
  };
  const append = async (/** @type {string} */ stream, /** @type {number} */ events) => {
    if (events === 1) {
      return insert(pool, stream);
    }
    const client = await pool.connect();
    await client.query('begin');
    for (let n = 0; n < events; n += 1) {
      await insert(client, stream);
    }
    await client.query('commit');
    client.release();
  };
  return { name: 'raw', append, close: () => pool.end() };
}
