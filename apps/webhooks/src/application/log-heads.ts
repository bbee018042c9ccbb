import { Inject, Injectable } from '@nestjs/common';
import { ok, type Problem, type Result, type WebhookPositions } from '@enginehouse/contracts';
import { LOG_FEED, type LogFeed } from '../ports.js';

/** Where the logs end. */
@Injectable()
export class LogHeads {
  constructor(@Inject(LOG_FEED) private readonly feed: LogFeed) {}

  async read(): Promise<Result<WebhookPositions, Problem>> {
    const range = { after: 0, limit: 1, waitMs: 0 };
    const [catalog, scheduling] = await Promise.all([
      this.feed.read('catalog', range),
      this.feed.read('scheduling', range),
    ]);
    if (!catalog.ok) return catalog;
    return scheduling.ok ? ok({ catalog: catalog.value.head, scheduling: scheduling.value.head }) : scheduling;
  }
}
