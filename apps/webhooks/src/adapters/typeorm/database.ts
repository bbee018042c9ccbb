import pg from 'pg';
import { DataSource } from 'typeorm';
import { Positions0001 } from '../../migrations/0001-positions.js';
import { AnyLog0002 } from '../../migrations/0002-any-log.js';
import { PositionEntity } from './position.entity.js';

const dataSource = (url: string, connections: number): DataSource =>
  new DataSource({
    type: 'postgres',
    driver: pg,
    url,
    applicationName: 'enginehouse-webhooks',
    entities: [PositionEntity],
    migrations: [Positions0001, AnyLog0002],
    migrationsTableName: 'positions_migration',
    schema: 'webhooks',
    synchronize: false,
    installExtensions: false,
    connectTimeoutMS: 5000,
    extra: { max: connections, statement_timeout: 10_000 },
  });

/** The connection pool of the positions. */
export const openDatabase = (url: string): Promise<DataSource> => dataSource(url, 3).initialize();

/** Brings the table up to date as its owner; `service` is the role that works with it. */
export async function migratePositions(url: string, service?: string): Promise<void> {
  const owner = await dataSource(url, 1).initialize();
  try {
    // The pool has one connection, so the lock is held until it is closed: several processes may start at once.
    await owner.query("select pg_advisory_lock(hashtext('enginehouse.webhooks.migrations'))");
    await owner.runMigrations({ transaction: 'each' });
    if (service !== undefined) {
      await owner.query(
        `grant select, insert, update, delete on webhooks.position to "${service.replaceAll('"', '""')}"`,
      );
    }
  } finally {
    await owner.destroy();
  }
}
