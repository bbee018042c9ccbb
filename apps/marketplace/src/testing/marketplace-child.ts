import type { EntryPlan } from '@enginehouse/contracts';
import { createLogger, runService } from '@enginehouse/service-kit';
import type { EntryFailpoint } from '../application/entry-failpoints.js';
import type { Failpoint } from '../application/failpoints.js';
import { openMarketplace, type MarketplaceOptions } from '../marketplace.js';

/** What a test tells the process: how the service works, and at which step of a sync of which source it shall die. */
export interface ChildOrders {
  readonly options: MarketplaceOptions;
  readonly diesAt: Readonly<Record<string, Failpoint>>;
  /** At which step of which change of an entry it shall die. */
  readonly diesChanging?: { readonly point: EntryFailpoint; readonly change: EntryPlan['kind'] };
}

/** The service as a process of its own, for tests that kill it; its orders are the first argument, as JSON. */
const { options, diesAt, diesChanging } = JSON.parse(process.argv[2] ?? '') as ChildOrders;
const logger = createLogger({ service: 'marketplace', level: 'error' });
const marketplace = await openMarketplace(options, logger, {
  at: (point, source) => {
    if (diesAt[source] === point) process.kill(process.pid, 'SIGKILL');
    return Promise.resolve();
  },
  atEntry: (point, change) => {
    if (diesChanging?.point === point && diesChanging.change === change) process.kill(process.pid, 'SIGKILL');
    return Promise.resolve();
  },
});
await runService({
  service: 'marketplace',
  module: marketplace.module,
  http: { host: '127.0.0.1', port: 0 },
  logger,
  strategy: marketplace.strategy,
  onStop: () => marketplace.close(),
});
process.stdout.write('up\n');
