import { createLogger, runService } from '@enginehouse/service-kit';
import { readConfig } from './config.js';
import { openWebhooks } from './webhooks.js';

const config = readConfig();
const logger = createLogger({ service: 'webhooks', level: config.LOG_LEVEL });
const webhooks = await openWebhooks(
  {
    databaseUrl: config.DATABASE_URL,
    migrationUrl: config.DATABASE_MIGRATION_URL,
    redisUrl: config.REDIS_URL,
    natsUrl: config.NATS_URL,
    natsCredsFile: config.NATS_CREDS_FILE,
    secretsKey: config.SECRETS_KEY_FILE,
    metricsToken: config.METRICS_TOKEN,
    timeoutMs: config.WEBHOOK_TIMEOUT_SECONDS * 1000,
    delivery: {
      retryDelays: config.WEBHOOK_RETRY_DELAYS,
      concurrency: config.WEBHOOK_CONCURRENCY,
      keep: { count: 10_000, age: 7 * 86_400 },
      lockMs: 20_000,
      stopGraceMs: 4000,
    },
    maxWaiting: 10_000,
  },
  logger,
);
webhooks.registerMetrics();
await runService({
  service: 'webhooks',
  module: webhooks.module,
  http: { host: config.HTTP_HOST, port: config.HTTP_PORT },
  logger,
  strategy: webhooks.strategy,
  onStop: () => webhooks.close(),
});
