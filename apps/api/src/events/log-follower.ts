import type { FeedPage, Problem, RecordedEvent, Result } from '@enginehouse/contracts';
import { waitUnlessAborted } from './wait-unless-aborted.js';

type ReadPage = (range: {
  readonly after: number;
  readonly limit: number;
  readonly waitMs: number;
}) => Promise<Result<FeedPage, Problem>>;

/** What a reader is told: events, and of a log that does not answer, which is asked again until it does. */
export type Followed =
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  /** Where it begins, where that could not be said before. */
  | { readonly kind: 'begins'; readonly after: number }
  | { readonly kind: 'away'; readonly detail: string }
  | { readonly kind: 'back' };

const pageSize = 500;
const waitMs = 20_000;
const retryMs = 1000;
const mostRecent = 2000;

/** The log is shorter than the reader's position: it was restored, and what comes now is another story. */
const forked = Symbol('forked');

/** What reading on has led to. */
type Step =
  | { readonly kind: 'events'; readonly events: readonly RecordedEvent[] }
  | { readonly kind: 'begins'; readonly after: number }
  | { readonly kind: 'away'; readonly detail: string }
  | typeof forked;

interface Reader {
  /** Undefined: the present, as soon as that can be asked for. */
  position: number | undefined;
  /** It was told that the log does not answer. */
  away: boolean;
}

/**
 * Follows one log for any number of readers, each from its own position and at its own pace. Those that have caught up
 * share one waiting request and the recent events; those that are behind read pages of their own.
 */
export class LogFollower {
  private recent: readonly RecordedEvent[] = [];
  /** Position up to which the shared request has read; undefined while nobody waits. */
  private cursor: number | undefined;
  /** Why the shared request is not answered; undefined while it is. */
  private trouble: Problem | undefined;
  private readers = 0;
  private wake: () => void = () => {};
  private changed: Promise<void> = new Promise((resolve) => (this.wake = resolve));

  constructor(private readonly readPage: ReadPage) {}

  /** Every event after a position, in order, for ever; ends when the signal is aborted or the log was replaced. */
  async *from(after: number, signal: AbortSignal): AsyncGenerator<RecordedEvent> {
    for await (const told of this.follow(after, signal)) {
      if (told.kind === 'event') {
        yield told.event;
      }
    }
  }

  /** The same, and what becomes of the log meanwhile; without a position, from the present on. */
  async *follow(after: number | undefined, signal: AbortSignal): AsyncGenerator<Followed> {
    const reader: Reader = { position: after, away: false };
    this.readers += 1;
    try {
      while (!signal.aborted) {
        const step = await this.next(reader, signal);
        if (step === forked) {
          return;
        }
        if (step.kind === 'away' && reader.away) {
          await waitUnlessAborted(signal, retryMs);
          continue;
        }
        yield* told(step, reader);
      }
    } finally {
      this.readers -= 1;
    }
  }

  private async next(reader: Reader, signal: AbortSignal): Promise<Step> {
    const { position } = reader;
    if (position === undefined) {
      return this.beginning();
    }
    const known = this.recentAfter(position);
    if (known.length > 0) {
      return { kind: 'events', events: known };
    }
    if (this.cursor === undefined || position < this.cursor) {
      const step = await this.ownPage(position);
      if (step === forked || step.kind === 'away' || reader.away || hasEvents(step)) {
        return step;
      }
    }
    if (this.trouble && !reader.away) {
      return away(this.trouble);
    }
    await this.waitAt(position, signal);
    return this.trouble ? away(this.trouble) : { kind: 'events', events: this.recentAfter(position) };
  }

  private async beginning(): Promise<Step> {
    const page = await this.readPage({ after: 0, limit: 1, waitMs: 0 });
    return page.ok ? { kind: 'begins', after: page.value.head } : away(page.error);
  }

  private async ownPage(position: number): Promise<Step> {
    const page = await this.readPage({ after: position, limit: pageSize, waitMs: 0 });
    if (!page.ok) {
      return away(page.error);
    }
    return page.value.head < position ? forked : { kind: 'events', events: eventsOf(page.value) };
  }

  /** The recent events, when they reach back to the position without a gap. */
  private recentAfter(position: number): readonly RecordedEvent[] {
    const [first] = this.recent;
    return first && first.position <= position + 1 ? this.recent.filter((event) => event.position > position) : [];
  }

  private waitAt(position: number, signal: AbortSignal): Promise<void> {
    const { changed } = this;
    if (this.cursor === undefined) {
      this.cursor = position;
      void this.readOn();
    }
    return waitUnlessAborted(signal, changed);
  }

  /** The shared request, again and again while there are readers. */
  private async readOn(): Promise<void> {
    while (this.readers > 0 && this.cursor !== undefined) {
      const page = await this.readPage({ after: this.cursor, limit: pageSize, waitMs: this.trouble ? 0 : waitMs });
      this.note(page.ok ? undefined : page.error);
      if (!page.ok) {
        await new Promise((resolve) => setTimeout(resolve, retryMs).unref());
      } else if (page.value.head < this.cursor) {
        break;
      } else {
        this.remember(eventsOf(page.value));
      }
    }
    this.cursor = undefined;
    this.recent = [];
    this.trouble = undefined;
    this.announce();
  }

  /** Whether the log answers; those that wait are told when that changes. */
  private note(trouble: Problem | undefined): void {
    const changes = (this.trouble === undefined) !== (trouble === undefined);
    this.trouble = trouble;
    if (changes) {
      this.announce();
    }
  }

  private remember(events: readonly RecordedEvent[]): void {
    const last = events.at(-1);
    if (last) {
      this.recent = [...this.recent, ...events].slice(-mostRecent);
      this.cursor = last.position;
      this.announce();
    }
  }

  private announce(): void {
    this.wake();
    this.changed = new Promise((resolve) => (this.wake = resolve));
  }
}

/** Tells a reader of a step, and remembers how far it is. */
function* told(step: Exclude<Step, typeof forked>, reader: Reader): Generator<Followed> {
  if (step.kind === 'away') {
    reader.away = true;
    yield step;
    return;
  }
  if (reader.away) {
    reader.away = false;
    yield { kind: 'back' };
  }
  if (step.kind === 'begins') {
    reader.position = step.after;
    yield step;
    return;
  }
  for (const event of step.events) {
    yield { kind: 'event', event };
    reader.position = event.position;
  }
}

const hasEvents = (step: Step): boolean => step !== forked && step.kind === 'events' && step.events.length > 0;
const away = ({ detail }: Problem): { readonly kind: 'away'; readonly detail: string } => ({ kind: 'away', detail });
const eventsOf = (page: FeedPage) => page.events as readonly RecordedEvent[];
