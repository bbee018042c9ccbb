/** A queue that one reader iterates over while others push; it ends when it is closed or its signal is aborted. */
export class Channel<T> implements AsyncIterable<T> {
  private readonly waiting: T[] = [];
  private wake: (() => void) | undefined;
  private closed = false;

  constructor(signal?: AbortSignal) {
    if (signal?.aborted) this.closed = true;
    signal?.addEventListener('abort', () => this.abandon(), { once: true });
  }

  push(item: T): void {
    if (this.closed) return;
    this.waiting.push(item);
    this.wake?.();
  }

  /** Ends the iteration after what was pushed so far. */
  close(): void {
    this.closed = true;
    this.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const item = this.waiting.shift();
      if (item !== undefined) yield item;
      else if (this.closed) return;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  private abandon(): void {
    this.waiting.length = 0;
    this.close();
  }
}
