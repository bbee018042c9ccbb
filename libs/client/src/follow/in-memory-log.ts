import { err, ok, problemOf, type FeedPage, type Problem, type RecordedEvent } from '@enginehouse/contracts';
import type { LiveLog, LiveMessage, LogFeed } from './ports.js';

/** A log in memory with its feed and its stream, which can be lost, lag or be another one's. */
export class InMemoryLog {
  logId = 'log-1';
  epochs: FeedPage['epochs'] = [{ epoch: 1, afterPosition: 0 }];
  events: RecordedEvent[] = [];
  /** What the feed answers in place of a page. */
  feedProblem: Problem | undefined;
  reads = 0;
  readonly stream = new InMemoryStream();
  #changed = new Set<() => void>();
  #written = 0;

  /** Appends and, unless told otherwise, publishes. */
  append(count: number, { publish = true }: { readonly publish?: boolean } = {}): void {
    for (let n = 0; n < count; n += 1) {
      this.#written += 1;
      const event = eventAt(this.events.length + 1, `event-${this.#written}`);
      this.events.push(event);
      if (publish) {
        this.stream.publish({ event, logId: this.logId, epoch: this.#epoch });
      }
    }
    this.#changed.forEach((wake) => wake());
  }

  /** The log as a backup had it, in a new life where the log notices. */
  restoreTo(position: number, { isNoticed = true }: { readonly isNoticed?: boolean } = {}): void {
    this.events = this.events.slice(0, position);
    if (isNoticed) {
      this.epochs = [...this.epochs, { epoch: this.#epoch + 1, afterPosition: position }];
    }
    this.#changed.forEach((wake) => wake());
  }

  readonly feed: LogFeed = {
    read: async ({ after, limit, wait }, signal) => {
      this.reads += 1;
      if (this.feedProblem) {
        return err(this.feedProblem);
      }
      if (wait > 0 && this.events.length <= after) {
        await this.#change(wait * 1000, signal);
      }
      const events = this.events.slice(after, after + limit).map((event) => ({ ...event, meta: { ...event.meta } }));
      return this.feedProblem
        ? err(this.feedProblem)
        : ok({ events, head: this.events.at(-1)?.position ?? 0, logId: this.logId, epochs: this.epochs });
    },
  };

  get #epoch(): number {
    return this.epochs.at(-1)?.epoch ?? 1;
  }

  #change(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = () => {
        clearTimeout(timer);
        this.#changed.delete(finish);
        signal.removeEventListener('abort', abort);
        resolve();
      };
      const abort = () => reject(new Error('aborted'));
      const timer = setTimeout(finish, ms);
      this.#changed.add(finish);
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}

/** A stream in memory whose sequences are positions. */
export class InMemoryStream implements LiveLog {
  available = true;
  /** What opening it throws. */
  refusal: string | undefined;
  opened = 0;
  messagesStored: LiveMessage[] = [];
  #readers = new Set<() => void>();
  #life = 0;

  publish(...messages: readonly LiveMessage[]): void {
    this.messagesStored.push(...messages);
    this.#readers.forEach((wake) => wake());
  }

  /** All messages and readers are gone, as when its server lost its disk. */
  lose(): void {
    this.messagesStored = [];
    this.#life += 1;
    this.#readers.forEach((wake) => wake());
  }

  async *messages(after: number, signal: AbortSignal): AsyncGenerator<LiveMessage> {
    this.opened += 1;
    if (this.refusal !== undefined) {
      throw new Error(this.refusal);
    }
    const life = this.#life;
    for (let next = this.#startBehind(after); ;) {
      const message = this.messagesStored[next];
      if (signal.aborted || life !== this.#life) {
        return;
      }
      if (message) {
        next += 1;
        yield message;
      } else {
        await this.#change(signal);
      }
    }
  }

  async close(): Promise<void> {
    this.available = false;
  }

  /** As a server does: nothing stored there yet means from the next message on. */
  #startBehind(after: number): number {
    const index = this.messagesStored.findIndex(({ event }) => (event?.position ?? 0) > after);
    return index < 0 ? this.messagesStored.length : index;
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        this.#readers.delete(finish);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      this.#readers.add(finish);
      signal.addEventListener('abort', finish, { once: true });
    });
  }
}

/** An event at a position. */
export const eventAt = (position: number, id = `event-${position}`): RecordedEvent => ({
  id,
  type: 'Happened',
  schemaVersion: 1,
  data: { n: position },
  meta: { actor: 'user:test', correlationId: 'c' },
  position,
  streamId: 'backend:b',
  version: position,
  recordedAt: '2026-11-01T00:00:00.000Z',
});

/** A feed that cannot be read now. */
export const away = problemOf('unavailable', 'the feed is away');
