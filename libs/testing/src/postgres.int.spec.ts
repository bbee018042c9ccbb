import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dedicatedPostgres, testPostgres, type DedicatedPostgres } from './postgres.js';

const query = async (url: string, sql: string): Promise<readonly Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

describe('testPostgres', () => {
  it('gives every caller a database of its own', async () => {
    const [one, other] = await Promise.all([testPostgres(), testPostgres()]);
    await query(one.url, 'create table only_here (id int)');
    await expect(query(other.url, 'select * from only_here')).rejects.toThrow('does not exist');
    await Promise.all([one.close(), other.close()]);
  });

  it('is dropped under an open connection', async () => {
    const database = await testPostgres();
    const client = new Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    await database.close();
    await expect(query(database.url, 'select 1')).rejects.toThrow('does not exist');
  });
});

describe('dedicatedPostgres', () => {
  let server: DedicatedPostgres;
  beforeAll(async () => {
    server = await dedicatedPostgres();
    await query(server.url, 'create table kept (id int)');
  });
  afterAll(() => server.close());

  it.each(['fast', 'immediate', 'kill'] as const)('keeps committed rows over %s and start', async (way) => {
    const before = await query(
      server.url,
      'insert into kept values (1) returning (select count(*) from kept)::int as n',
    );
    await (way === 'kill' ? server.kill() : server.stop(way));
    await expect(query(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    await server.start();
    expect(await query(server.url, 'select count(*)::int - 1 as n from kept')).toEqual(before);
  });
});
