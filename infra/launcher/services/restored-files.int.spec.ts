import fs from 'node:fs';
import path from 'node:path';
import { dedicatedPostgres, temporaryDirectory, type DedicatedPostgres } from '@enginehouse/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteRestoredFiles } from './restored-files.mjs';

describe('the files of a database', () => {
  const dataDir = temporaryDirectory('restored');
  const markFile = path.join(dataDir, 'mark');
  let server: DedicatedPostgres;
  let client: Client;

  const note = () => noteRestoredFiles({ dataDir, markFile, adminUrl: server.url });
  const incarnations = async (): Promise<unknown> => {
    const { rows } = await client.query('select a.incarnation as a, b.incarnation as b from a.head a, b.head b');
    return rows[0];
  };
  const unpackedFromBackup = () => {
    fs.rmSync(path.join(dataDir, 'PG_VERSION'), { force: true });
    fs.writeFileSync(path.join(dataDir, 'PG_VERSION'), '15\n');
    fs.utimesSync(path.join(dataDir, 'PG_VERSION'), 0, 0);
  };

  beforeAll(async () => {
    unpackedFromBackup();
    server = await dedicatedPostgres();
    const admin = new Client({ connectionString: server.url });
    await admin.connect();
    await admin.query('create database enginehouse');
    await admin.end();
    client = new Client({ connectionString: new URL('/enginehouse', server.url).href });
    await client.connect();
    for (const [schema, incarnation] of [
      ['a', 'here'],
      ['b', ''],
    ]) {
      await client.query(`create schema ${schema}; create table ${schema}.head (incarnation text)`);
      await client.query(`insert into ${schema}.head values ($1)`, [incarnation]);
    }
  });
  afterAll(async () => {
    await client.end();
    await server.close();
    fs.rmSync(dataDir, { recursive: true });
  });

  it('are no copy at the first start, nor at later ones', async () => {
    expect(await note()).toBe(false);
    expect(await note()).toBe(false);
    expect(await incarnations()).toEqual({ a: 'here', b: '' });
  });

  it('are a copy when they were unpacked again: every log that has begun is told, once', async () => {
    unpackedFromBackup();
    expect(await note()).toBe(true);
    expect(await incarnations()).toEqual({ a: 'restored files', b: '' });
    expect(await note()).toBe(false);
  });
});
