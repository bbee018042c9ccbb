import { Inject, Injectable } from '@nestjs/common';
import { err, ok, type Problem, type RecordedEvent, type Result } from '@enginehouse/contracts';
import type { Call } from '../http/call.js';
import { headerProblem } from '../http/entity-tag.js';
import { inputProblem } from '../http/prepare-call.js';
import { logName, type LogName } from '@enginehouse/contracts/http';
import { LogFeeds } from './log-feeds.js';
import { LogFollower } from './log-follower.js';
import { merge } from './merge.js';
import { positionMark, serverSentEvent, streamOpening, withPings } from './server-sent-events.js';
import { formatPosition, parsePosition, type StreamPosition } from './stream-position.js';

/** What a client wants to follow: one log or both, and where it had got to. */
export interface FollowRequest {
  readonly log: LogName | undefined;
  readonly after: number | undefined;
  readonly lastEventId: string | undefined;
}

interface Labelled {
  readonly log: LogName;
  readonly event: RecordedEvent;
}

/** The logs as server-sent events. */
@Injectable()
export class EventStreams {
  private readonly followers: Readonly<Record<LogName, LogFollower>>;

  constructor(@Inject(LogFeeds) private readonly feeds: LogFeeds) {
    this.followers = {
      catalog: new LogFollower((range) => feeds.read('catalog', range)),
      scheduling: new LogFollower((range) => feeds.read('scheduling', range)),
    };
  }

  /** One log, every event after a position, for ever. */
  events(log: LogName, after: number, signal: AbortSignal): AsyncGenerator<RecordedEvent> {
    return this.followers[log].from(after, signal);
  }

  async follow(
    request: FollowRequest,
    call: Pick<Call, 'header' | 'signal'>,
  ): Promise<Result<AsyncGenerator<string>, Problem>> {
    const known = request.lastEventId === undefined ? {} : parsePosition(request.lastEventId);
    if (!known) {
      const hint = 'Send the id of the last event you have, as it was.';
      return err(headerProblem('Last-Event-ID', 'not an id of this stream', hint));
    }
    const starts = await this.startsOf(request, known, call);
    return starts.ok ? ok(withPings(this.stream(starts.value, call.signal))) : starts;
  }

  private async startsOf(
    request: FollowRequest,
    known: StreamPosition,
    call: Pick<Call, 'header'>,
  ): Promise<Result<StreamPosition, Problem>> {
    let starts: StreamPosition = {};
    for (const log of request.log ? [request.log] : logName.options) {
      const page = await this.feeds.read(log, { after: 0, limit: 1 }, call.header);
      if (!page.ok) {
        return page;
      }
      const start = known[log] ?? request.after ?? page.value.head;
      if (start > page.value.head) {
        return err(beyondHead(log, start, page.value.head));
      }
      starts = { ...starts, [log]: start };
    }
    return ok(starts);
  }

  private async *stream(starts: StreamPosition, signal: AbortSignal): AsyncGenerator<string> {
    yield streamOpening;
    // Without an event yet, a client that loses the connection still knows where to go on.
    yield positionMark(formatPosition(starts));
    let position = starts;
    const sources = logName.options.flatMap((log) =>
      starts[log] === undefined ? [] : [labelled(log, this.events(log, starts[log], signal))],
    );
    for await (const { log, event } of merge(sources)) {
      position = { ...position, [log]: event.position };
      yield serverSentEvent({ id: formatPosition(position), data: { log, ...event } });
    }
  }
}

async function* labelled(log: LogName, events: AsyncGenerator<RecordedEvent>): AsyncGenerator<Labelled> {
  for await (const event of events) {
    yield { log, event };
  }
}

function beyondHead(log: LogName, after: number, head: number): Problem {
  const detail = `the ${log} log ends at ${head}, before ${after}`;
  return inputProblem([
    { code: 'beyond-head', path: ['after'], detail, hint: 'The log was restored, or the position is of another one.' },
  ]);
}
