import { createLogger, HealthRegistry, runService } from '@enginehouse/service-kit';
import { lockDirectory } from './adapters/host/data-directory-lock.js';
import { AppModule, composeRuntime, leaveWith } from './app.module.js';
import { readConfig } from './config.js';
import { registerMetrics } from './metrics.js';

/** Exit status for "try again later" (`EX_TEMPFAIL` of sysexits.h). */
const exitBusy = 75;

const config = readConfig();
const logger = createLogger({ service: 'runtime', level: config.LOG_LEVEL });
const unlock = await lockDirectory(config.DATA_DIR);

if (!unlock) {
  logger.fatal({ directory: config.DATA_DIR }, 'another runtime uses this data directory; stop it first');
  process.exitCode = exitBusy;
} else if (process.argv[2] === 'leave') {
  process.exit(await leaveWith(config, logger));
} else {
  const runtime = await composeRuntime(config, logger);
  const health = new HealthRegistry();
  runtime.addChecks(health);
  registerMetrics(runtime.measured());
  await runService({
    service: 'runtime',
    module: AppModule.forRoot({ logger, health, metricsToken: config.METRICS_TOKEN }),
    http: { host: config.HTTP_HOST, port: config.HTTP_PORT },
    logger,
    onStop: () => runtime.stop(),
  });
  await runtime.start();
}
