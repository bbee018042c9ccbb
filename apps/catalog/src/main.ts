import { createLogger, runService } from '@enginehouse/service-kit';
import { openCatalog } from './catalog.js';
import { config } from './config.js';
import { registerMetrics } from './metrics.js';

const env = config();
const logger = createLogger({ service: 'catalog', level: env.LOG_LEVEL });
const catalog = await openCatalog(
  {
    databaseUrl: env.DATABASE_URL,
    migrationUrl: env.DATABASE_MIGRATION_URL,
    natsUrl: env.NATS_URL,
    natsCredsFile: env.NATS_CREDS_FILE,
    metricsToken: env.METRICS_TOKEN,
    registryAuthFile: env.REGISTRY_AUTH_FILE,
  },
  logger,
);
registerMetrics(catalog.store, catalog.relay);
await runService({
  service: 'catalog',
  module: catalog.module,
  http: { host: env.HTTP_HOST, port: env.HTTP_PORT },
  logger,
  strategy: catalog.strategy,
  onStop: () => catalog.close(),
});
