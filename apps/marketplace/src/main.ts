import { connectBus } from '@enginehouse/messaging';
import { createLogger, runService } from '@enginehouse/service-kit';
import { AppModule } from './app.module.js';
import { config } from './config.js';

const env = config();
const logger = createLogger({ service: 'marketplace', level: env.LOG_LEVEL });
const bus = await connectBus({
  url: env.NATS_URL,
  service: 'marketplace',
  credsFile: env.NATS_CREDS_FILE,
  onSurprise: (error) => logger.error({ err: error }, 'a message could not be handled'),
});
await runService({
  service: 'marketplace',
  module: AppModule.forRoot({ bus, logger, metricsToken: env.METRICS_TOKEN }),
  http: { host: env.HTTP_HOST, port: env.HTTP_PORT },
  logger,
  onStop: () => bus.close(),
});
