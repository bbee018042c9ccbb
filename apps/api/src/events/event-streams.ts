import { Inject, Injectable } from '@nestjs/common';
import { err, ok, perLog, type Problem, type RecordedEvent, type Result } from '@enginehouse/contracts';
import type { Call } from '../http/call.js';
import { headerProblem } from '../http/entity-tag.js';
import { inputProblem } from '../http/prepare-call.js';
import { logName, type LogAvailability, type LogName } from '@enginehouse/contracts/http';
import { LogFeeds } from './log-feeds.js';
import { LogFollower, type Followed } from './log-follower.js';
import { merge } from './merge.js';
import { positionMark, serverSentEvent, streamOpening, withPings } from './server-sent-events.js';
import { formatPosition, parsePosition, type StreamPosition } from './stream-position.js';

/** What a client wants to follow: one log or all, and where it had got to. */
export interface FollowRequest {
  readonly log: LogName | undefined;
  readonly after: number | undefined;
  readonly lastEventId: string | undefined;
}

interface Labelled {
  readonly log: LogName;
  readonly told: Followed;
}

/** Where to begin in each log that is followed; not known of one that does not answer. */
type Starts = ReadonlyMap<LogName, number | undefined>;

/** The logs as server-sent events. */
@Injectable()
export class EventStreams {
  private readonly followers: Readonly<Record<LogName, LogFollower>>;

  constructor(@Inject(LogFeeds) private readonly feeds: LogFeeds) {
    this.followers = perLog((log) => new LogFollower((range) => feeds.read(log, range)));
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

  /** A log that does not answer keeps nobody from following the others. */
  private async startsOf(
    request: FollowRequest,
    known: StreamPosition,
    { header }: Pick<Call, 'header'>,
  ): Promise<Result<Starts, Problem>> {
    const wanted = request.log ? [request.log] : logName.options;
    const pages = await Promise.all(
      wanted.map(async (log) => ({ log, page: await this.feeds.read(log, { after: 0, limit: 1 }, header) })),
    );
    const [first] = pages;
    if (first && !first.page.ok && pages.every(({ page }) => !page.ok)) {
      return first.page;
    }
    const starts = new Map<LogName, number | undefined>();
    for (const { log, page } of pages) {
      const head = page.ok ? page.value.head : undefined;
      const start = known[log] ?? request.after ?? head;
      if (start !== undefined && head !== undefined && start > head) {
        return err(beyondHead(log, start, head));
      }
      starts.set(log, start);
    }
    return ok(starts);
  }

  private async *stream(starts: Starts, signal: AbortSignal): AsyncGenerator<string> {
    yield streamOpening;
    let position: StreamPosition = Object.fromEntries(starts);
    // Without an event yet, a client that loses the connection still knows where to go on.
    yield positionMark(formatPosition(position));
    const sources = [...starts].map(([log, start]) => labelled(log, this.followers[log].follow(start, signal)));
    for await (const { log, told } of merge(sources)) {
      switch (told.kind) {
        case 'event':
          position = { ...position, [log]: told.event.position };
          yield serverSentEvent({ id: formatPosition(position), data: { log, ...told.event } });
          break;
        case 'begins':
          position = { ...position, [log]: told.after };
          yield positionMark(formatPosition(position));
          break;
        case 'away':
          yield availability({ log, state: 'away', detail: told.detail });
          break;
        case 'back':
          yield availability({ log, state: 'back' });
      }
    }
  }
}

async function* labelled(log: LogName, follow: AsyncGenerator<Followed>): AsyncGenerator<Labelled> {
  for await (const told of follow) {
    yield { log, told };
  }
}

const availability = (data: LogAvailability): string => serverSentEvent({ name: 'log', data });

function beyondHead(log: LogName, after: number, head: number): Problem {
  const detail = `the ${log} log ends at ${head}, before ${after}`;
  return inputProblem([
    { code: 'beyond-head', path: ['after'], detail, hint: 'The log was restored, or the position is of another one.' },
  ]);
}
