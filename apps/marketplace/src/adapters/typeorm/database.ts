import pg from 'pg';
import { DataSource } from 'typeorm';
import { Snapshots0001 } from '../../migrations/0001-snapshots.js';
import { KeptEntries0002 } from '../../migrations/0002-kept-entries.js';

const dataSource = (url: string, connections: number): DataSource =>
  new DataSource({
    type: 'postgres',
    driver: pg,
    url,
    applicationName: 'enginehouse-marketplace',
    entities: [],
    migrations: [Snapshots0001, KeptEntries0002],
    migrationsTableName: 'snapshots_migration',
    schema: 'marketplace',
    synchronize: false,
    installExtensions: false,
    connectTimeoutMS: 5000,
    extra: { max: connections, statement_timeout: 10_000 },
  });

/** The connection pool of snapshots and runs. */
export const openDatabase = (url: string): Promise<DataSource> => dataSource(url, 5).initialize();

/** Brings the tables up to date as their owner; `service` is the role that works with them. */
export async function migrateSnapshots(url: string, service?: string): Promise<void> {
  const owner = await dataSource(url, 1).initialize();
  try {
    // The pool has one connection, so the lock is held until it is closed: several processes may start at once.
    await owner.query("select pg_advisory_lock(hashtext('enginehouse.marketplace.migrations'))");
    await owner.runMigrations({ transaction: 'each' });
    if (service !== undefined) {
      await owner.query(
        `grant select, insert, update, delete on marketplace.snapshot, marketplace.snapshot_entry, marketplace.sync_run
          to "${service.replaceAll('"', '""')}"`,
      );
    }
  } finally {
    await owner.destroy();
  }
}
