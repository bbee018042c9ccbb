import fs from 'node:fs';
import path from 'node:path';
import { dedicatedPostgres, temporaryDirectory, type DedicatedPostgres } from '@enginehouse/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceDatabase } from '../index.d.mts';
import { passwordStore, prepareDatabase } from './postgres-roles.mjs';

const run = async (url: string | undefined, sql: string): Promise<unknown> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

describe('the roles of the services', () => {
  const directory = temporaryDirectory('roles');
  const passwordFile = path.join(directory, 'passwords.json');
  let server: DedicatedPostgres;
  let databases: Readonly<Record<string, ServiceDatabase>>;

  beforeAll(async () => {
    server = await dedicatedPostgres();
    for (let start = 0; start < 2; start++) {
      databases = await prepareDatabase({ adminUrl: server.url, passwords: passwordStore(passwordFile) });
    }
    const owner = databases['catalog']?.migrationUrl;
    await run(owner, 'create schema if not exists catalog; create table catalog.secret (id int)');
  });
  afterAll(async () => {
    await server.close();
    fs.rmSync(directory, { recursive: true });
  });

  it('exist for every service, after any number of starts', () => {
    expect(Object.keys(databases)).toEqual(['catalog', 'scheduler', 'api', 'marketplace', 'webhooks']);
  });

  it('let the service do only what its migrations grant', async () => {
    const { url, migrationUrl } = databases['catalog'] ?? {};
    await expect(run(url, 'select * from secret')).rejects.toThrow('permission denied for table secret');
    await run(migrationUrl, 'grant select on catalog.secret to catalog');
    expect(await run(url, 'select * from secret')).toEqual([]);
    await expect(run(url, 'create table mine (id int)')).rejects.toThrow('permission denied');
    await expect(run(url, 'set role catalog_owner')).rejects.toThrow('permission denied');
  });

  it('let those make temporary tables whose jobs need one', async () => {
    const making = 'create temporary table passing (id int)';
    await run(databases['webhooks']?.url, making);
    for (const service of ['catalog', 'marketplace']) {
      await expect(run(databases[service]?.url, making)).rejects.toThrow('permission denied');
    }
  });

  it.each(['url', 'migrationUrl'] as const)("keep another service's %s out of the schema", async (login) => {
    await expect(run(databases['api']?.[login], 'select * from catalog.secret')).rejects.toThrow('permission denied');
  });

  it('have passwords that nobody else can read, and that are needed', async () => {
    expect(fs.statSync(passwordFile).mode & 0o077).toBe(0);
    const url = new URL(databases['api']?.url ?? '');
    url.password = 'wrong';
    await expect(run(url.href, 'select 1')).rejects.toThrow('password authentication failed');
  });
});
