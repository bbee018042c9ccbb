import type { Msg, NatsConnection } from 'nats';

/** What one follower keeps of copies that it has not handled yet; behind that it reads the stream itself again. */
const limits = { messages: 1000, bytes: 4 * 1024 * 1024 } as const;

interface Copy {
  readonly sequence: number;
  readonly message: Msg;
}

/**
 * The copies of a stream's messages that the server sends to everybody at once. They come in order and are not stored:
 * whoever misses one (the connection was lost, or too many waited here) has to read it from the stream.
 */
export class LiveCopies {
  readonly #subscription: { unsubscribe(): void; isClosed(): boolean };
  #waiting: Copy[] = [];
  #bytes = 0;
  #hasDropped = false;
  #isOver = false;
  #wake: (() => void) | undefined;

  constructor(nc: NatsConnection, subject: string) {
    this.#subscription = nc.subscribe(subject, {
      // An error is that of somebody who may not subscribe: no copy ever comes then, and none is needed.
      callback: (error, message) => (error ? undefined : this.#keep(message)),
    });
    void nc.closed().then(() => this.#end());
  }

  /** Whether the copies that wait go on from a sequence without a hole; those before it are forgotten. */
  reach(next: number): boolean {
    const [first] = this.#waiting;
    if (!first || first.sequence > next) return false;
    while (this.#waiting[0] && this.#waiting[0].sequence < next) this.#take();
    this.#hasDropped = false;
    return true;
  }

  /** From a sequence on that was reached. Returns the sequence of one that is missing; undefined when it is over. */
  async *from(first: number, signal: AbortSignal): AsyncGenerator<Msg, number | undefined> {
    const end = () => this.#end();
    signal.addEventListener('abort', end, { once: true });
    try {
      for (let next = first; await this.#something();) {
        const copy = this.#take();
        if (!copy || copy.sequence > next) return next;
        // One that comes again is for the reader to judge: the stream may have been made anew, of another log.
        if (copy.sequence === next) next += 1;
        yield copy.message;
      }
      return undefined;
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  close(): void {
    if (!this.#subscription.isClosed()) this.#subscription.unsubscribe();
    this.#end();
  }

  #keep(message: Msg): void {
    const sequence = Number(message.headers?.get('Nats-Sequence'));
    if (!(sequence > 0)) return;
    this.#waiting.push({ sequence, message });
    this.#bytes += message.data.length;
    if (this.#waiting.length > limits.messages || this.#bytes > limits.bytes) {
      this.#waiting = [];
      this.#bytes = 0;
      this.#hasDropped = true;
    }
    this.#wake?.();
  }

  #take(): Copy | undefined {
    const copy = this.#waiting.shift();
    this.#bytes -= copy?.message.data.length ?? 0;
    return copy;
  }

  /** Waits until there is a copy, or until it is known that one was dropped; false when it is over. */
  async #something(): Promise<boolean> {
    while (this.#waiting.length === 0 && !this.#hasDropped && !this.#isOver) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return !this.#isOver;
  }

  #end(): void {
    this.#isOver = true;
    this.#wake?.();
  }
}
