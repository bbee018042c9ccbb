import { testPostgres } from '@enginehouse/testing';
import pg from 'pg';
import { expect, it } from 'vitest';
import { SharedConnection } from './shared-connection.js';

it('outlasts the loss of a connection between the statements of a transaction', async () => {
  const database = await testPostgres();
  const shared = new SharedConnection({ connectionString: database.url, schema: 'jobs', max: 2 });
  const killer = new pg.Client({ connectionString: database.url });
  await killer.connect();
  const client = await shared.pool.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await client.query('begin');
  await killer.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  // An error that nobody listens to would fail this run by itself.
  await expect.poll(() => client.query('select 1').then(String, String)).toMatch(/Error/);
  client.release(true);
  const { rows: again } = await shared.pool.query<{ one: number }>('select 1 as one');
  expect(again).toEqual([{ one: 1 }]);
  await killer.end();
  await shared.end();
  await database.close();
});
