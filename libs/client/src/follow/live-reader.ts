import type { RecordedEvent } from '@enginehouse/contracts';
import { batchesOf } from './batches.js';
import type { Checkpoint } from './checkpoint.js';
import type { LiveLog, LiveMessage } from './ports.js';

/** What a stretch of live messages is good for. */
export interface LiveBatch {
  /** To be handled: they follow the place one by one, in the same life of the same log. */
  readonly events: readonly RecordedEvent[];
  /** False where something came that cannot be judged from here: the log itself must be asked. */
  readonly isSure: boolean;
}

/** Takes from messages what follows a place; passes over what was handled already. */
export function followingOn(place: Checkpoint, messages: readonly LiveMessage[]): LiveBatch {
  const events: RecordedEvent[] = [];
  for (const { event, logId, epoch } of messages) {
    const next = place.position + events.length + 1;
    if (!event || logId !== place.logId || epoch > place.epoch || event.position > next) {
      return { events, isSure: false };
    }
    if (event.position === next) {
      if (epoch !== place.epoch) {
        return { events, isSure: false };
      }
      events.push(event);
    }
  }
  return { events, isSure: true };
}

/** The live messages behind a place, batch by batch, with a sign of life where nothing comes. */
export class LiveReader {
  readonly #stop = new AbortController();
  readonly #batches: AsyncGenerator<readonly LiveMessage[]>;
  #pending: Promise<IteratorResult<readonly LiveMessage[]>> | undefined;

  constructor(live: LiveLog, after: number, size: number) {
    this.#batches = batchesOf(live.messages(after, this.#stop.signal), size);
  }

  /** The next batch; `quiet` after so many milliseconds without one, `over` when there will be none. */
  async next(quietMs: number, signal: AbortSignal): Promise<readonly LiveMessage[] | 'quiet' | 'over'> {
    this.#pending ??= this.#batches.next();
    let timer: NodeJS.Timeout | undefined;
    const quiet = new Promise<'quiet'>((resolve) => (timer = setTimeout(resolve, quietMs, 'quiet')));
    const close = () => this.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      const next = signal.aborted ? 'quiet' : await Promise.race([this.#pending, quiet]);
      if (next === 'quiet') {
        return next;
      }
      this.#pending = undefined;
      return next.done ? 'over' : next.value;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', close);
    }
  }

  close(): void {
    this.#stop.abort();
    this.#pending?.catch(() => undefined);
    void this.#batches.return(undefined).catch(() => undefined);
  }
}
