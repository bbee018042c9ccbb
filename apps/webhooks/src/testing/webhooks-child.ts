import { createLogger, runService } from '@enginehouse/service-kit';
import { openWebhooks, type WebhooksOptions } from '../webhooks.js';

/** The service as a process of its own, for tests that kill it; its options are the first argument, as JSON. */
const options = JSON.parse(process.argv[2] ?? '') as WebhooksOptions;
const logger = createLogger({ service: 'webhooks', level: 'error' });
const webhooks = await openWebhooks(options, logger);
await runService({
  service: 'webhooks',
  module: webhooks.module,
  http: { host: '127.0.0.1', port: 0 },
  logger,
  strategy: webhooks.strategy,
  onStop: () => webhooks.close(),
});
process.stdout.write('up\n');
