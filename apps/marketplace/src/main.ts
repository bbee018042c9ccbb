import { createLogger, runService } from '@enginehouse/service-kit';
import { defaultSyncSettings } from './application/sync-settings.js';
import { config } from './config.js';
import { openMarketplace } from './marketplace.js';

const env = config();
const logger = createLogger({ service: 'marketplace', level: env.LOG_LEVEL });
const marketplace = await openMarketplace(
  {
    databaseUrl: env.DATABASE_URL,
    migrationUrl: env.DATABASE_MIGRATION_URL,
    redisUrl: env.REDIS_URL,
    natsUrl: env.NATS_URL,
    natsCredsFile: env.NATS_CREDS_FILE,
    metricsToken: env.METRICS_TOKEN,
    registryAuthFile: env.REGISTRY_AUTH_FILE,
    extraCaFile: env.NODE_EXTRA_CA_CERTS,
    fileRoots: env.MARKETPLACE_FILE_ROOTS,
    sync: {
      ...defaultSyncSettings,
      retry: { ...defaultSyncSettings.retry, attempts: env.MARKETPLACE_SYNC_ATTEMPTS },
      timeBoxMs: env.MARKETPLACE_SYNC_SECONDS * 1000,
      concurrency: env.MARKETPLACE_SYNC_CONCURRENCY,
    },
  },
  logger,
);
marketplace.registerMetrics();
await runService({
  service: 'marketplace',
  module: marketplace.module,
  http: { host: env.HTTP_HOST, port: env.HTTP_PORT },
  logger,
  strategy: marketplace.strategy,
  onStop: () => marketplace.close(),
});
