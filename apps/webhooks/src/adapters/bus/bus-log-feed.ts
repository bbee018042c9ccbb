import { catalog, scheduling, type FeedPage, type Problem, type Result, type WebhookLog } from '@enginehouse/contracts';
import type { Bus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import type { FeedRange, LogFeed } from '../../ports.js';

const feeds = { catalog: catalog.feed, scheduling: scheduling.feed } as const;
const answerMs = 3000;

/** The logs, asked of catalog and scheduler over NATS. */
export class BusLogFeed implements LogFeed {
  constructor(private readonly bus: Bus) {}

  read(log: WebhookLog, range: FeedRange): Promise<Result<FeedPage, Problem>> {
    const header = newHeader('service:webhooks');
    return this.bus.request(feeds[log], range, header, { timeoutMs: range.waitMs + answerMs });
  }
}
