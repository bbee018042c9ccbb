import { Inject, Injectable } from '@nestjs/common';
import {
  eventText,
  ok,
  type FeedPage,
  type LogReport,
  type Problem,
  type RecordedEvent,
  type Result,
  type scheduling,
  type TimelineEntry,
} from '@enginehouse/contracts';
import { readFeedPage, type EventStore } from '@enginehouse/event-store';
import type { z } from 'zod';
import { LogTip } from '../application/log-tip.js';
import { instanceStream } from '../domain/events.js';
import { noInstance } from '../domain/refusals.js';
import { EVENT_STORE } from '../ports.js';

type FeedInput = z.output<typeof scheduling.feed.input>;

/** Questions about what was: read from the log itself. */
@Injectable()
export class LogQueries {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly tip: LogTip,
  ) {}

  async instanceTimeline(id: string): Promise<Result<{ readonly items: TimelineEntry[] }, Problem>> {
    const events = await this.store.readStream(instanceStream(id));
    return events.length > 0 ? ok({ items: events.map(timelineEntry) }) : noInstance(id);
  }

  /** A page of the log; with `waitMs` the answer waits until there is something behind `after`. */
  async feed({ after, limit, waitMs }: FeedInput): Promise<Result<FeedPage, Problem>> {
    if (waitMs > 0) {
      await this.tip.waitFor(after + 1, waitMs);
    }
    return ok(await readFeedPage(this.store, { after, limit }));
  }

  async verifyLog(): Promise<Result<LogReport, Problem>> {
    const found = await this.store.verifyLog();
    const { position } = await this.store.head();
    if (found.intact) {
      const detail = `${found.events} events up to position ${found.position} are as they were written.`;
      return ok({ log: 'scheduling', ok: true, position: found.position, commits: found.events, detail });
    }
    const { firstBadPosition: badPosition, reason } = found;
    const detail = `The log differs from what was written, first at position ${badPosition}: ${reason}`;
    return ok({ log: 'scheduling', ok: false, position, commits: 0, badPosition, detail });
  }
}

function timelineEntry(event: RecordedEvent): TimelineEntry {
  const { position, recordedAt: at, type, meta, id } = event;
  const { actor, causationId } = meta;
  return {
    position,
    at,
    type,
    actor,
    text: eventText(event),
    id,
    data: event.data,
    ...(causationId ? { causationId } : {}),
  };
}
