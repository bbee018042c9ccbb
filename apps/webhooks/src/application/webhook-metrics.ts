import { Counter, Gauge, register as registry } from 'prom-client';
import type { DeliveryOutcome } from '../ports.js';
import type { DeliveryDesk } from './delivery-desk.js';
import type { LogPump } from './log-pump.js';
import type { WebhookDirectory } from './webhook-directory.js';

/** What an operator wants to see of the webhooks. Alarm on `dead`: events that nobody was told of. */
export class WebhookMetrics {
  private readonly attempts = new Counter({
    name: 'enginehouse_webhooks_attempts_total',
    help: 'Attempts at deliveries of this process, by outcome',
    labelNames: ['outcome'],
    registers: [],
  });

  count(outcome: DeliveryOutcome['kind']): void {
    this.attempts.inc({ outcome });
  }

  /** Values are read when they are asked for. */
  register(directory: WebhookDirectory, desk: DeliveryDesk, pumps: readonly LogPump[]): void {
    registry.registerMetric(this.attempts);
    registry.registerMetric(
      new Gauge({
        name: 'enginehouse_webhooks_deliveries',
        help: 'Deliveries by webhook and state; `dead` were given up',
        labelNames: ['webhook', 'state'],
        registers: [],
        async collect() {
          this.reset();
          for (const webhook of directory.all()) {
            const counts = await desk.queueOf(webhook).counts();
            for (const [state, count] of Object.entries(counts)) this.set({ webhook: webhook.name, state }, count);
          }
        },
      }),
    );
    registry.registerMetric(
      new Gauge({
        name: 'enginehouse_webhooks_lag',
        help: 'Events between the end of a log and the active webhook that is furthest behind',
        labelNames: ['log'],
        registers: [],
        collect() {
          for (const pump of pumps) this.set({ log: pump.log }, pump.lag);
        },
      }),
    );
  }
}
