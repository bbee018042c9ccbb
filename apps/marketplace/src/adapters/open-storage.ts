import { migrate } from '@enginehouse/event-store';
import { migrateJobs, postgresJobStore, redisJobStore, type JobStore } from '@enginehouse/jobs';
import type { DataSource } from 'typeorm';
import { migrateSnapshots, openDatabase } from './typeorm/database.js';

/** The schema of this service; it holds the log, snapshots and runs. */
export const schema = 'marketplace';
const jobsSchema = 'marketplace_jobs';

export interface StorageOptions {
  readonly databaseUrl: string;
  readonly migrationUrl?: string | undefined;
  readonly redisUrl?: string | undefined;
}

/** Where everything is kept. */
export interface Storage {
  readonly database: DataSource;
  readonly jobs: JobStore;
}

const firstRetryMs = 250;
const longestRetryMs = 5000;

/** Brings the schemas up to date and connects, waiting for a PostgreSQL that is not there yet; failed attempts are told. */
export async function openStorage(options: StorageOptions, onFailure: (error: unknown) => void): Promise<Storage> {
  for (let delay = firstRetryMs; ; delay = Math.min(delay * 2, longestRetryMs)) {
    try {
      return await open(options);
    } catch (error) {
      onFailure(error);
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}

async function open({ databaseUrl, migrationUrl = databaseUrl, redisUrl }: StorageOptions): Promise<Storage> {
  const role = roleOf(databaseUrl);
  const service = role === roleOf(migrationUrl) ? undefined : role;
  await migrate(migrationUrl, schema, service === undefined ? {} : { writerRole: service });
  await migrateSnapshots(migrationUrl, service);
  const jobs =
    redisUrl === undefined ? await jobsInPostgres(databaseUrl, migrationUrl, service) : redisJobStore(redisUrl);
  try {
    return { jobs, database: await openDatabase(databaseUrl) };
  } catch (error) {
    await jobs.close();
    throw error;
  }
}

async function jobsInPostgres(url: string, migrationUrl: string, service: string | undefined): Promise<JobStore> {
  await migrateJobs(migrationUrl, { schema: jobsSchema, service });
  return postgresJobStore(url, { schema: jobsSchema, applicationName: 'enginehouse-marketplace-jobs' });
}

const roleOf = (url: string): string => decodeURIComponent(new URL(url).username);
