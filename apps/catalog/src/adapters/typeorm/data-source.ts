import { DataSource, type DataSourceOptions } from 'typeorm';
import { ReadModel0001 } from '../../migrations/0001-read-model.js';
import { Audit0002 } from '../../migrations/0002-audit.js';
import { Cards0003 } from '../../migrations/0003-cards.js';
import { AuditTimes0004 } from '../../migrations/0004-audit-times.js';
import { CardShapes0005 } from '../../migrations/0005-card-shapes.js';
import { AuditEntryEntity } from './audit-entry.entity.js';

const migrationLock = '7310593858020254332';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

const options = (url: string): PostgresOptions => ({
  type: 'postgres',
  url,
  schema: 'catalog',
  entities: [AuditEntryEntity],
  synchronize: false,
  connectTimeoutMS: 5000,
  applicationName: 'enginehouse-catalog',
  poolSize: 6,
});

/** The connection pool of the read model. */
export const readModelDataSource = (url: string): Promise<DataSource> => new DataSource(options(url)).initialize();

/** Brings the read model's tables up to date; `reader` is the role that the service then runs as. */
export async function migrateReadModel(url: string, reader?: string): Promise<void> {
  const dataSource = await new DataSource({
    ...options(url),
    migrations: [ReadModel0001, Audit0002, Cards0003, AuditTimes0004, CardShapes0005],
    migrationsTableName: 'read_model_migration',
    migrationsTransactionMode: 'all',
    poolSize: 1,
  }).initialize();
  try {
    // The pool has one connection, so the lock is held until it is closed: several processes may start at once.
    await dataSource.query('select pg_advisory_lock($1)', [migrationLock]);
    await dataSource.runMigrations();
    if (reader !== undefined) await grant(dataSource, reader);
  } finally {
    await dataSource.destroy();
  }
}

async function grant(dataSource: DataSource, role: string): Promise<void> {
  const quoted = `"${role.replaceAll('"', '""')}"`;
  await dataSource.query(`grant usage on schema catalog to ${quoted}`);
  await dataSource.query(`grant select, insert, update, delete on catalog.backend_view to ${quoted}`);
  await dataSource.query(`grant select, insert, update, delete on catalog.audit_entry to ${quoted}`);
  await dataSource.query(`grant select, update on catalog.projection to ${quoted}`);
}
