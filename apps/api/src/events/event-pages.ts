import { Inject, Injectable } from '@nestjs/common';
import { err, logNames, type FeedPage, type Problem, type Result } from '@enginehouse/contracts';
import type { Call } from '../http/call.js';
import { inputProblem } from '../http/prepare-call.js';
import type { LogName } from '@enginehouse/contracts/http';
import { LogFeeds } from './log-feeds.js';

/** Reading a log page by page. */
@Injectable()
export class EventPages {
  constructor(@Inject(LogFeeds) private readonly feeds: LogFeeds) {}

  async read(
    query: { readonly log?: LogName; readonly after?: number; readonly limit: number; readonly wait: number },
    call: Pick<Call, 'header'>,
  ): Promise<Result<FeedPage, Problem>> {
    if (!query.log) {
      const hint = `Say which, as in ?log=catalog: ${logNames}. Or follow all with "Accept: text/event-stream".`;
      return err(inputProblem([{ code: 'missing-field', path: ['log'], detail: 'is required for pages', hint }]));
    }
    const range = { after: query.after ?? 0, limit: query.limit, waitMs: query.wait * 1000 };
    return this.feeds.read(query.log, range, call.header);
  }
}
