import type { FeedPage, Problem, RecordedEvent, Result } from '@enginehouse/contracts';
import { waitUnlessAborted } from './wait-unless-aborted.js';

type ReadPage = (range: {
  readonly after: number;
  readonly limit: number;
  readonly waitMs: number;
}) => Promise<Result<FeedPage, Problem>>;

const pageSize = 500;
const waitMs = 20_000;
const retryMs = 1000;
const mostRecent = 2000;

/** The log is shorter than the reader's position: it was restored, and what comes now is another story. */
const forked = Symbol('forked');

/**
 * Follows one log for any number of readers, each from its own position and at its own pace. Those that have caught up
 * share one waiting request and the recent events; those that are behind read pages of their own.
 */
export class LogFollower {
  private recent: readonly RecordedEvent[] = [];
  /** Position up to which the shared request has read; undefined while nobody waits. */
  private cursor: number | undefined;
  private readers = 0;
  private wake: () => void = () => {};
  private changed: Promise<void> = new Promise((resolve) => (this.wake = resolve));

  constructor(private readonly readPage: ReadPage) {}

  /** Every event after a position, in order, for ever; ends when the signal is aborted or the log was replaced. */
  async *from(after: number, signal: AbortSignal): AsyncGenerator<RecordedEvent> {
    let position = after;
    this.readers += 1;
    try {
      while (!signal.aborted) {
        const events = await this.next(position, signal);
        if (events === forked) {
          return;
        }
        yield* events;
        position = events.at(-1)?.position ?? position;
      }
    } finally {
      this.readers -= 1;
    }
  }

  private async next(position: number, signal: AbortSignal): Promise<readonly RecordedEvent[] | typeof forked> {
    const known = this.recentAfter(position);
    if (known.length > 0) {
      return known;
    }
    if (this.cursor === undefined || position < this.cursor) {
      const page = await this.readPage({ after: position, limit: pageSize, waitMs: 0 });
      if (!page.ok) {
        await waitUnlessAborted(signal, retryMs);
        return [];
      }
      if (page.value.head < position) {
        return forked;
      }
      if (page.value.events.length > 0) {
        return eventsOf(page.value);
      }
    }
    await this.waitAt(position, signal);
    return this.recentAfter(position);
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
      const page = await this.readPage({ after: this.cursor, limit: pageSize, waitMs });
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
    this.announce();
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

const eventsOf = (page: FeedPage) => page.events as readonly RecordedEvent[];
