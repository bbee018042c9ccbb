import { Inject, Injectable } from '@nestjs/common';
import { ok, type catalog, type FeedPage, type Problem, type Result } from '@enginehouse/contracts';
import { readFeedPage, type EventStore } from '@enginehouse/event-store';
import type { z } from 'zod';
import { EVENT_STORE } from '../../ports.js';
import { LogTip } from './log-tip.js';

type Input = z.output<typeof catalog.feed.input>;

/** Pages of the log for those who cannot use NATS; with `waitMs` the answer waits until there is something new. */
@Injectable()
export class FeedQuery {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly tip: LogTip,
  ) {}

  async execute({ after, limit, waitMs }: Input): Promise<Result<FeedPage, Problem>> {
    if (waitMs > 0) await this.tip.waitFor(after + 1, waitMs);
    return ok(await readFeedPage(this.store, { after, limit }));
  }
}
