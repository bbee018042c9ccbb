import { Inject, Injectable } from '@nestjs/common';
import {
  ok,
  type FeedPage,
  type LogReport,
  type Problem,
  type RecordedEvent,
  type Result,
  type scheduling,
  type TimelineEntry,
} from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import type { z } from 'zod';
import { LogTip } from '../application/log-tip.js';
import { instanceStream, readLogged } from '../domain/events.js';
import { noInstance } from '../domain/refusals.js';
import { EVENT_STORE } from '../ports.js';
import { isTimelineType, timelineText } from './timeline-text.js';

type FeedInput = z.output<typeof scheduling.feed.input>;

/** A NATS message holds a megabyte; the rest is asked for with the next page. */
const pageBytes = 700_000;

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
    const events = await this.store.readAll({ after, limit });
    const { position, logId } = await this.store.head();
    return ok({ events: fitting(events), head: position, logId });
  }

  async verifyLog(): Promise<Result<LogReport, Problem>> {
    const found = await this.store.verifyLog();
    const { position } = await this.store.head();
    if (found.intact) {
      const detail = `${found.events} events up to position ${found.position} are as they were written.`;
      return ok({ log: 'scheduler', ok: true, position: found.position, commits: found.events, detail });
    }
    const { firstBadPosition: badPosition, reason } = found;
    const detail = `The log differs from what was written, first at position ${badPosition}: ${reason}`;
    return ok({ log: 'scheduler', ok: false, position, commits: 0, badPosition, detail });
  }
}

function timelineEntry(event: RecordedEvent): TimelineEntry {
  const { position, recordedAt: at, type, meta, id } = event;
  const logged = readLogged(event);
  const text = logged && isTimelineType(logged.type) ? timelineText(logged.type, logged.data as never) : type;
  const { actor, causationId } = meta;
  return { position, at, type, actor, text, id, data: event.data, ...(causationId ? { causationId } : {}) };
}

function fitting(events: readonly RecordedEvent[]): RecordedEvent[] {
  let bytes = 0;
  const end = events.findIndex((event) => {
    bytes += Buffer.byteLength(JSON.stringify(event));
    return bytes > pageBytes;
  });
  return end < 0 ? [...events] : events.slice(0, Math.max(end, 1));
}
