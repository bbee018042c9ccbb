import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { marketplace } from '@enginehouse/contracts';
import { Handles } from '@enginehouse/messaging';
import type { z } from 'zod';
import { FeedQuery } from '../queries/feed/feed.query.js';
import { VerifyLogQuery } from '../queries/verify-log/verify-log.query.js';

/** The log as it is. */
@Controller()
export class LogController {
  constructor(
    private readonly feedQuery: FeedQuery,
    private readonly verifyLogQuery: VerifyLogQuery,
  ) {}

  @Handles(marketplace.feed)
  feed(@Payload() input: z.output<typeof marketplace.feed.input>) {
    return this.feedQuery.execute(input);
  }

  @Handles(marketplace.verifyLog)
  verifyLog() {
    return this.verifyLogQuery.execute();
  }
}
