export { UnrecoverableError, WaitingError, type Job } from 'bullmq';
export { keyPrefix, redisJobStore, type JobStore } from './job-store.js';
export { JobStoreProbe } from './job-store-probe.js';
export { migrateJobs, type MigrateJobsOptions } from './migrate-jobs.js';
export { postgresJobStore, type PostgresJobsOptions } from './postgres-job-store.js';
