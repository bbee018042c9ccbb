import { Inject, Injectable } from '@nestjs/common';
import { ok, type Problem, type Result, type WebhookLog, type WebhookPositions } from '@enginehouse/contracts';
import { LOG_FEED, type LogFeed } from '../ports.js';

/** Where logs end. */
@Injectable()
export class LogHeads {
  constructor(@Inject(LOG_FEED) private readonly feed: LogFeed) {}

  async read(logs: readonly WebhookLog[]): Promise<Result<Partial<WebhookPositions>, Problem>> {
    const range = { after: 0, limit: 1, waitMs: 0 };
    const pages = await Promise.all(logs.map(async (log) => ({ log, page: await this.feed.read(log, range) })));
    const heads: Partial<Record<WebhookLog, number>> = {};
    for (const { log, page } of pages) {
      if (!page.ok) return page;
      heads[log] = page.value.head;
    }
    return ok(heads);
  }
}
