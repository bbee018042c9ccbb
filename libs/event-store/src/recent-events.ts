import type { RecordedEvent } from '@enginehouse/contracts';
import type { HeadWatch } from './head-watch.js';

const most = 64;

/**
 * What this process appended last, for those of its readers who are at the end of the log: each of them would read it
 * again, while what the event is for waits. Only where nothing else is known to be behind it.
 */
export class RecentEvents {
  #events: readonly RecordedEvent[] = [];
  #reconnects: number;

  constructor(private readonly watch: Pick<HeadWatch, 'known' | 'reconnects'>) {
    this.#reconnects = watch.reconnects;
  }

  /** Must be told before anybody is woken. */
  add(events: readonly RecordedEvent[]): void {
    this.#forgetWhatWasExchanged();
    const isNext = this.#events.at(-1)?.position === (events[0]?.position ?? 0) - 1;
    this.#events = [...(isNext ? this.#events : []), ...events].slice(-most);
  }

  /** Everything behind a position; undefined where that is not known here. */
  after(position: number): readonly RecordedEvent[] | undefined {
    this.#forgetWhatWasExchanged();
    const [first] = this.#events;
    const last = this.#events.at(-1);
    if (!first || !last || first.position > position + 1 || last.position <= position) return undefined;
    return last.position >= this.watch.known ? this.#events.slice(position + 1 - first.position) : undefined;
  }

  /** A lost connection may have brought another log: a copy that was restored. */
  #forgetWhatWasExchanged(): void {
    if (this.watch.reconnects !== this.#reconnects) {
      this.#events = [];
      this.#reconnects = this.watch.reconnects;
    }
  }
}
