import { Inject, Injectable } from '@nestjs/common';
import { logs, type FeedPage, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import { BUS, type Bus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import type { LogName } from '@enginehouse/contracts/http';

const answerMs = 5000;

/** Where to read from in a log, how much, and how long to wait for the first event. */
export interface FeedRange {
  readonly after: number;
  readonly limit?: number;
  readonly waitMs?: number;
}

/** The logs' feeds, page by page, from the services that own them. */
@Injectable()
export class LogFeeds {
  constructor(@Inject(BUS) private readonly bus: Bus) {}

  read(
    log: LogName,
    range: FeedRange,
    header: RequestHeader = newHeader('service:api'),
  ): Promise<Result<FeedPage, Problem>> {
    return this.bus.request(logs[log].feed, range, header, { timeoutMs: (range.waitMs ?? 0) + answerMs });
  }
}
