import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import type { HealthStatus } from '@enginehouse/service-kit';
import pg from 'pg';
import { DataSource, QueryFailedError } from 'typeorm';
import { Access0001 } from '../../migrations/0001-access.js';
import { SignInCodes0002 } from '../../migrations/0002-sign-in-codes.js';
import { JoinTokenEntity, SignInCodeEntity, TokenEntity, WorkerIdentityEntity } from './entities.js';

/** How to reach PostgreSQL: as the service, and as the owner of the schema where that is another role. */
export interface DatabaseOptions {
  readonly url: string;
  readonly migrationUrl?: string;
}

const poolSize = 5;
const uniqueViolation = '23505';

/** Brings the schema `api` up to date and opens the connection pool of the service. */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  await migrate(options.migrationUrl ?? options.url, new URL(options.url).username);
  return dataSource(options.url, poolSize).initialize();
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

function dataSource(url: string, connections: number): DataSource {
  return new DataSource({
    type: 'postgres',
    driver: pg,
    url,
    applicationName: 'enginehouse-api',
    entities: [TokenEntity, JoinTokenEntity, WorkerIdentityEntity, SignInCodeEntity],
    migrations: [Access0001, SignInCodes0002],
    migrationsTableName: 'migration',
    schema: 'api',
    synchronize: false,
    installExtensions: false,
    connectTimeoutMS: 5000,
    extra: { max: connections, statement_timeout: 5000 },
  });
}

/** Migrates as the schema's owner. With a single connection the lock holds until it is closed: several processes may start together. */
async function migrate(url: string, serviceRole: string): Promise<void> {
  const owner = await dataSource(url, 1).initialize();
  try {
    await owner.query("select pg_advisory_lock(hashtext('enginehouse.api.migrations'))");
    await owner.query('create schema if not exists api');
    await owner.runMigrations({ transaction: 'each' });
    await grant(owner, serviceRole);
  } finally {
    await owner.destroy();
  }
}

/** Tokens are never deleted: what was revoked or removed stays for the record. Sign-in codes do not outlive their minute. */
async function grant(owner: DataSource, role: string): Promise<void> {
  if (role !== '') {
    const quoted = `"${decodeURIComponent(role).replaceAll('"', '""')}"`;
    await owner.query(`grant usage on schema api to ${quoted}`);
    await owner.query(`grant select, insert, update on api.token, api.join_token, api.worker_identity to ${quoted}`);
    await owner.query(`grant select, insert, delete on api.sign_in_code to ${quoted}`);
  }
}

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
