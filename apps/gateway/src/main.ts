import { createLogger, HealthRegistry, runService } from '@enginehouse/service-kit';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { createGateway } from './gateway.js';
import { configureHttp } from './http/configure-http.js';

const config = readConfig();
const logger = createLogger({ service: 'gateway', level: config.LOG_LEVEL });
const health = new HealthRegistry();
const gateway = createGateway(config, logger, health);

await runService({
  service: 'gateway',
  module: AppModule.forRoot({ logger, health, metricsToken: config.METRICS_TOKEN }),
  http: { host: config.HTTP_HOST, port: config.HTTP_PORT },
  logger,
  configure: (app) => configureHttp(app, gateway.proxy),
  onStop: () => gateway.stop(),
});
