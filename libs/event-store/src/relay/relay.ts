import { cloudEventHeaders, type RecordedEvent } from '@enginehouse/contracts';
import type { Epoch, EventStore } from '../event-store.js';
import type { Follower } from '../follow.js';
import { epochOf } from '../fork.js';
import type { Leadership } from '../leadership.js';
import { pause } from '../pause.js';
import { PublishWindow } from './publish-window.js';
import type { StoredMessage, StreamMessage, StreamPublisher } from './stream-publisher.js';

/** What to relay, where to, and under which names. */
export interface RelayOptions {
  readonly store: EventStore;
  readonly publisher: StreamPublisher;
  /** The subject of an event, a function of nothing but the event. */
  readonly subjectOf: (event: RecordedEvent) => string;
  /** CloudEvents `source` of the log: `/catalog`. */
  readonly source: string;
  /** Key of the advisory lock that makes one process the relay. */
  readonly leaderKey: bigint;
  /** Most messages that wait for their acknowledgement. Default 256. */
  readonly window?: number;
  /** Told about every failure; the relay goes on by itself. */
  readonly onProblem?: (error: unknown) => void;
}

/** What readiness checks and metrics show of a relay. */
export interface RelayStatus {
  readonly leading: boolean;
  /** Where the stream ends, as far as this process knows. */
  readonly position: number;
  /** Events in the log behind that; undefined while another process leads or the database does not answer. */
  readonly lag: number | undefined;
  /** Messages that this process published. */
  readonly published: number;
  /** How often this process made the stream anew. */
  readonly rebuilds: number;
  /** Why it does not publish at present. */
  readonly lastError?: string;
}

/** A relay at work. */
export interface Relay {
  status(): Promise<RelayStatus>;
  /** Ends it after what is under way. */
  stop(): Promise<void>;
}

const defaultWindow = 256;
const pageSize = 1024;
const retryMs = 250;
const checkMs = 5000;

/**
 * Publishes a log to a stream, in order and each event once: positions are dense, so the stream's last sequence is the
 * only checkpoint there is. Whenever that end is not what the log has there, the stream is made anew from position 1.
 */
export function startRelay(options: RelayOptions): Relay {
  return new LogRelay(options);
}

class LogRelay implements Relay {
  readonly #stopping = new AbortController();
  readonly #done: Promise<void>;
  #follower: Follower | undefined;
  #leading = false;
  #position = 0;
  #published = 0;
  #rebuilds = 0;
  #lastError: string | undefined;
  #logId = '';
  #epochs: readonly Epoch[] = [];

  constructor(private readonly options: RelayOptions) {
    this.#done = this.#run();
  }

  async status(): Promise<RelayStatus> {
    const head = this.#leading ? await this.options.store.head().catch(() => undefined) : undefined;
    return {
      leading: this.#leading,
      position: this.#position,
      lag: head && Math.max(0, head.position - this.#position),
      published: this.#published,
      rebuilds: this.#rebuilds,
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
    };
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('The relay was stopped.'));
    await this.#follower?.stop();
    await this.#done;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const leadership = await this.options.store
        .holdLock(this.options.leaderKey, { signal })
        .catch((error: unknown) => this.#failed(error));
      if (leadership) {
        await this.#lead(leadership);
      }
    }
  }

  async #lead(leadership: Leadership): Promise<void> {
    this.#leading = true;
    while (!this.#stopping.signal.aborted && !leadership.signal.aborted) {
      await this.#publishOn(leadership).catch((error: unknown) => this.#failed(error));
      await pause(retryMs, this.#stopping.signal);
    }
    this.#leading = false;
    await leadership.release().catch((error: unknown) => this.#failed(error));
  }

  /** Settles when leadership was lost or the relay stopped; rejects with whatever kept it from publishing. */
  async #publishOn(leadership: Leadership): Promise<void> {
    await this.options.publisher.ensureStream();
    await this.#resume();
    const follower = this.options.store.follow({
      after: this.#position,
      batchSize: pageSize,
      handler: (events) => this.#publish(events),
    });
    this.#follower = follower;
    const stop = () => void follower.stop();
    leadership.signal.addEventListener('abort', stop, { once: true });
    const check = setInterval(() => void this.#stopWhenLost(follower), checkMs);
    const forget = this.options.publisher.onReconnect(stop);
    if (leadership.signal.aborted || this.#stopping.signal.aborted) {
      stop();
    }
    try {
      await follower.done;
    } finally {
      clearInterval(check);
      forget();
      leadership.signal.removeEventListener('abort', stop);
      this.#follower = undefined;
    }
  }

  /** With nothing new to publish nobody else would notice that the stream is gone. */
  async #stopWhenLost(follower: Follower): Promise<void> {
    const position = this.#position;
    const end = await this.options.publisher.end().catch(() => undefined);
    const isIdle = position === this.#position && follower.position === position;
    if (end === undefined || (isIdle && end.sequence !== position)) {
      await follower.stop();
    }
  }

  /** Finds where the stream ends; makes it anew where that is not an earlier state of this very log. */
  async #resume(): Promise<void> {
    const { store, publisher } = this.options;
    this.#logId = (await store.head()).logId;
    this.#epochs = await store.epochs();
    const { sequence, complete } = await publisher.end();
    if (complete && (await this.#isOurs(sequence))) {
      this.#position = sequence;
      return;
    }
    if (complete) {
      await this.#declareLoss(sequence);
    }
    await publisher.recreate();
    this.#rebuilds += 1;
    this.#position = 0;
  }

  /**
   * A stream gets nothing but what the log has committed. So a stream of this very epoch that the log no longer holds
   * means that the log has lost its end, and consumers of that end must be told: by a new epoch.
   */
  async #declareLoss(sequence: number): Promise<void> {
    const { store, publisher } = this.options;
    const { epoch } = await store.head();
    const [last] = await publisher.read(sequence, sequence);
    if (last?.header('ce-logid') !== this.#logId || last.header('ce-epoch') !== String(epoch)) {
      return;
    }
    const [event] = await store.readAll({ after: sequence - 1, limit: 1 });
    if (event?.id !== last.messageId) {
      await store.beginEpoch(await this.#lastCommon(sequence), epoch);
      this.#epochs = await store.epochs();
    }
  }

  /** The last position at which stream and log agree; before it they agree everywhere. */
  async #lastCommon(sequence: number): Promise<number> {
    let [common, differing] = [0, sequence];
    while (differing - common > 1) {
      const middle = Math.floor((common + differing) / 2);
      const [message] = await this.options.publisher.read(middle, middle);
      const [event] = await this.options.store.readAll({ after: middle - 1, limit: 1 });
      [common, differing] = event && message?.messageId === event.id ? [middle, differing] : [common, middle];
    }
    return common;
  }

  /**
   * Whether the stream's last messages are what the log has there. The last alone would not do: where a stranger's
   * message took a place, those behind it that were under way at the same time still fitted in.
   */
  async #isOurs(sequence: number): Promise<boolean> {
    const count = Math.min(sequence, this.#window + 1);
    const first = sequence - count + 1;
    const [messages, events] = await Promise.all([
      this.options.publisher.read(first, sequence),
      this.options.store.readAll({ after: first - 1, limit: count }),
    ]);
    return events.length === count && events.every((event, index) => this.#isCopy(messages[index], event));
  }

  #isCopy(message: StoredMessage | undefined, event: RecordedEvent): boolean {
    return (
      message?.messageId === event.id &&
      message.header('ce-logid') === this.#logId &&
      message.header('ce-epoch') === String(epochOf(this.#epochs, event.position))
    );
  }

  get #window(): number {
    return this.options.window ?? defaultWindow;
  }

  async #publish(events: readonly RecordedEvent[]): Promise<void> {
    const window = new PublishWindow(this.#window);
    try {
      for (const event of events) {
        if (!window.hasRoom) {
          await window.room();
        }
        window.add(this.#publishOne(event));
      }
    } finally {
      // Also after a failure: whatever is still under way must not meet the next attempt.
      await window.settle();
    }
    this.#lastError = undefined;
  }

  async #publishOne(event: RecordedEvent): Promise<void> {
    await this.options.publisher.publish(this.#messageOf(event));
    this.#published += 1;
    this.#position = Math.max(this.#position, event.position);
  }

  #messageOf(event: RecordedEvent): StreamMessage {
    const epoch = String(epochOf(this.#epochs, event.position));
    return {
      position: event.position,
      subject: this.options.subjectOf(event),
      messageId: event.id,
      headers: cloudEventHeaders(event, { source: this.options.source, logId: this.#logId, epoch }),
      body: JSON.stringify(event.data),
    };
  }

  #failed(error: unknown): undefined {
    if (!this.#stopping.signal.aborted) {
      this.#lastError = error instanceof Error ? error.message : String(error);
      this.options.onProblem?.(error);
    }
    return undefined;
  }
}
