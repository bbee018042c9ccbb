import { postgresJobStore, redisJobStore } from '@enginehouse/jobs';
import { BullSyncQueue } from '../adapters/bullmq/bull-sync-queue.js';
import { SyncAttempts } from '../application/sync-attempts.js';
import type { SyncSettings } from '../application/sync-settings.js';
import type { SyncJob } from '../ports.js';

/** A process that makes syncs, for tests that kill it. It says each attempt it begins, and ends none of them. */
const { databaseUrl, redisUrl, settings } = JSON.parse(process.argv[2] ?? '') as {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  readonly settings: SyncSettings;
};
const jobsIn = { schema: 'marketplace_jobs', applicationName: 'enginehouse-marketplace-jobs' };
const store = redisUrl === undefined ? await postgresJobStore(databaseUrl, jobsIn) : redisJobStore(redisUrl);
const attempts = new SyncAttempts({
  run: (job: SyncJob) => {
    process.stdout.write(`${JSON.stringify(job)}\n`);
    return new Promise(() => undefined);
  },
  abandon: () => Promise.resolve(),
  timeBoxMs: settings.timeBoxMs,
  patienceMs: settings.patienceMs,
  onError: (error) => void process.stderr.write(`${String(error)}\n`),
});
const onError = (error: unknown) => void process.stderr.write(`${String(error)}\n`);
new BullSyncQueue({ store, settings, attempts, onError }).start();
process.stdout.write('up\n');
