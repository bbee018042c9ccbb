import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import type { HealthStatus } from '@enginehouse/service-kit';
import pg from 'pg';
import { DataSource, QueryFailedError, type QueryRunner } from 'typeorm';
import { Access1764000000000 } from '../../migrations/1-access.js';
import { JoinTokenEntity, TokenEntity, WorkerIdentityEntity } from './entities.js';

/** How to reach PostgreSQL: as the service, and as the owner of the schema where that is another role. */
export interface DatabaseOptions {
  readonly url: string;
  readonly migrationUrl?: string;
}

const uniqueViolation = '23505';

/** Brings the schema `api` up to date and opens the connection pool of the service. */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const owner = await dataSource(options.migrationUrl ?? options.url).initialize();
  try {
    await migrate(owner);
    await grantToService(owner, options);
  } finally {
    await owner.destroy();
  }
  return dataSource(options.url).initialize();
}

const firstRetryMs = 250;
const longestRetryMs = 5000;

/** Like `openDatabase`, but waits for a PostgreSQL that is still starting; every failed attempt is told. */
export async function openDatabaseWhenThere(
  options: DatabaseOptions,
  onFailure: (error: unknown) => void,
): Promise<DataSource> {
  for (let delay = firstRetryMs; ; delay = Math.min(delay * 2, longestRetryMs)) {
    try {
      return await openDatabase(options);
    } catch (error) {
      onFailure(error);
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}

const healthEveryMs = 5000;

/** Asks the database now and then whether it is there, so that `/readyz` knows without waiting. */
export function watchDatabase(database: DataSource): { status(): HealthStatus; stop(): void } {
  let status: HealthStatus = { ok: true, detail: 'connected' };
  const check = async () => {
    const answer = await withDatabase(async () => ok(await database.query('select 1')));
    status = answer.ok ? { ok: true, detail: 'connected' } : { ok: false, detail: answer.error.detail };
  };
  const timer = setInterval(() => void check(), healthEveryMs).unref();
  return { status: () => status, stop: () => clearInterval(timer) };
}

function dataSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    driver: pg,
    url,
    applicationName: 'enginehouse-api',
    entities: [TokenEntity, JoinTokenEntity, WorkerIdentityEntity],
    migrations: [Access1764000000000],
    migrationsTableName: 'migration',
    schema: 'api',
    synchronize: false,
    connectTimeoutMS: 5000,
    extra: { max: 5, statement_timeout: 5000 },
  });
}

/** The lock keeps two processes that start together from migrating at the same time. */
async function migrate(owner: DataSource): Promise<void> {
  const runner: QueryRunner = owner.createQueryRunner();
  try {
    await runner.query("select pg_advisory_lock(hashtext('enginehouse.api.migrations'))");
    await runner.query('create schema if not exists api');
    await owner.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query("select pg_advisory_unlock(hashtext('enginehouse.api.migrations'))");
    await runner.release();
  }
}

/** The service may read and write its rows and nothing else, where it runs as another role than the owner. */
async function grantToService(owner: DataSource, options: DatabaseOptions): Promise<void> {
  const role = roleOf(options.url);
  if (role === roleOf(options.migrationUrl ?? options.url)) {
    return;
  }
  const tables = [TokenEntity, JoinTokenEntity, WorkerIdentityEntity].map((each) => owner.getMetadata(each).tablePath);
  const quoted = `"${role.replaceAll('"', '""')}"`;
  await owner.query(`grant usage on schema api to ${quoted}`);
  await owner.query(`grant select, insert, update, delete on ${tables.join(', ')} to ${quoted}`);
}

const roleOf = (url: string): string => decodeURIComponent(new URL(url).username);

/** Runs database work; a database that cannot be reached becomes the problem `unavailable`, a name that is there already `name-taken`. */
export async function withDatabase<T>(work: () => Promise<Result<T, Problem>>): Promise<Result<T, Problem>> {
  try {
    return await work();
  } catch (error) {
    const code = sqlState(error);
    if (code === uniqueViolation) {
      return err(problemOf('name-taken', 'a token in force has this name'));
    }
    if (code !== undefined && !isOutage(code)) {
      throw error;
    }
    const hint = 'Check that PostgreSQL runs and DATABASE_URL is right.';
    return err(problemOf('unavailable', 'the database does not answer', { hint, retryAfterSeconds: 2 }));
  }
}

/** PostgreSQL's code of the failure; undefined where the failure came before PostgreSQL could say anything. */
function sqlState(error: unknown): string | undefined {
  const cause = error instanceof QueryFailedError ? (error.driverError as { code?: unknown } | undefined) : undefined;
  return typeof cause?.code === 'string' && /^[0-9A-Z]{5}$/.test(cause.code) ? cause.code : undefined;
}

/** Connection, resource and operator-intervention classes: another try may work. */
const isOutage = (code: string) => ['08', '53', '57'].includes(code.slice(0, 2));
