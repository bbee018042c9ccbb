import { logs, type FeedPage, type Problem, type Result, type WebhookLog } from '@enginehouse/contracts';
import type { Bus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import type { FeedRange, LogFeed } from '../../ports.js';

const answerMs = 3000;

/** The logs, asked of the services that own them over NATS. */
export class BusLogFeed implements LogFeed {
  constructor(private readonly bus: Bus) {}

  read(log: WebhookLog, range: FeedRange): Promise<Result<FeedPage, Problem>> {
    const header = newHeader('service:webhooks');
    return this.bus.request(logs[log].feed, range, header, { timeoutMs: range.waitMs + answerMs });
  }
}
