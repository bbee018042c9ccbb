import { createLogger, runService } from '@enginehouse/service-kit';
import { config } from './config.js';
import { registerMetrics } from './metrics.js';
import { openScheduler } from './scheduler.js';

const env = config();
const logger = createLogger({ service: 'scheduler', level: env.LOG_LEVEL });
const scheduler = await openScheduler(
  {
    databaseUrl: env.DATABASE_URL,
    migrationUrl: env.DATABASE_MIGRATION_URL,
    natsUrl: env.NATS_URL,
    natsCredsFile: env.NATS_CREDS_FILE,
    metricsToken: env.METRICS_TOKEN,
  },
  {
    installation: env.INSTALLATION_ID,
    suspectSeconds: env.WORKER_SUSPECT_SECONDS,
    graceSeconds: env.WORKER_GRACE_SECONDS,
    holdSeconds: env.USE_HOLD_SECONDS,
    drainSeconds: env.ROLL_DRAIN_SECONDS,
    grants: env.SECURITY_PROFILE_GRANTS,
  },
  logger,
);
registerMetrics(scheduler);
await runService({
  service: 'scheduler',
  module: scheduler.module,
  http: { host: env.HTTP_HOST, port: env.HTTP_PORT },
  logger,
  strategy: scheduler.strategy,
  onStop: () => scheduler.close(),
});
scheduler.leader.start();
