import { randomUUID } from 'node:crypto';
import { testPostgres, type TestDatabase } from '@enginehouse/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '@enginehouse/event-store';
import { snapshotsContract } from '../../testing/snapshots.contract.js';
import { syncRunsContract } from '../../testing/sync-runs.contract.js';
import { migrateSnapshots, openDatabase } from './database.js';
import { TypeormSnapshots } from './typeorm-snapshots.js';
import { TypeormSyncRuns } from './typeorm-sync-runs.js';

describe('in PostgreSQL', () => {
  let postgres: TestDatabase;
  let database: DataSource;

  beforeAll(async () => {
    postgres = await testPostgres();
    await migrate(postgres.url, 'marketplace');
    await migrateSnapshots(postgres.url);
    // Migrating again, as every start does, changes nothing.
    await migrateSnapshots(postgres.url);
    database = await openDatabase(postgres.url);
  });
  afterAll(async () => {
    await database.destroy();
    await postgres.close();
  });

  snapshotsContract(() => new TypeormSnapshots(database));
  syncRunsContract(() => new TypeormSyncRuns(database));

  it('throws away what was begun a day ago, since nobody makes it any more', async () => {
    const snapshots = new TypeormSnapshots(database);
    const [source, old, young] = [randomUUID(), randomUUID(), randomUUID()];
    for (const id of [old, young]) await snapshots.begin({ id, source, basedOn: 5, reader: '0.1.0' });
    await database.query("update marketplace.snapshot set begun_at = now() - interval '25 hours' where id = $1", [old]);
    await snapshots.trim(source, [], 5);
    expect(await snapshots.find(old)).toBeNull();
    expect(await snapshots.find(young)).not.toBeNull();
  });
});
