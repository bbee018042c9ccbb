import { Inject, Injectable } from '@nestjs/common';
import { ok, type FeedPage, type marketplace, type Problem, type Result } from '@enginehouse/contracts';
import { readFeedPage, type EventStore } from '@enginehouse/event-store';
import type { z } from 'zod';
import { SourceDirectory } from '../../application/source-directory.js';
import { EVENT_STORE } from '../../ports.js';

type Input = z.output<typeof marketplace.feed.input>;

/** Pages of the log for those who cannot use NATS; with `waitMs` the answer waits until there is something new. */
@Injectable()
export class FeedQuery {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly directory: SourceDirectory,
  ) {}

  async execute({ after, limit, waitMs }: Input): Promise<Result<FeedPage, Problem>> {
    // The directory follows the whole log, whatever it keeps of it.
    if (waitMs > 0) await this.directory.waitFor(after + 1, waitMs);
    return ok(await readFeedPage(this.store, { after, limit }));
  }
}
