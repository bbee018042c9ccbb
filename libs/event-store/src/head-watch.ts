/** Wakes readers at the end of the log. Signals only hurry them: every reader also looks by itself from time to time. */
export class HeadWatch {
  #waiters = new Set<() => void>();
  #known = 0;
  /** Grows with every signal: a reader compares it with what it saw before it read. */
  signals = 0;
  /** Grows whenever the log may have been exchanged behind the readers' backs. */
  reconnects = 0;

  /** How far the log has grown, as far as is known here. */
  get known(): number {
    return this.#known;
  }

  /** The log has grown up to here. */
  advance(position: number): void {
    if (position > this.#known) {
      this.#known = position;
      this.#signal();
    }
  }

  /** The connection that brings the signals is new: some may have been missed, and the log may be another one. */
  reconnected(): void {
    this.#known = 0;
    this.reconnects += 1;
    this.#signal();
  }

  /** Wakes everybody, for instance to stop. */
  wake(): void {
    this.#signal();
  }

  /** Waits for a signal after `seen`, at most so many milliseconds. */
  async next(seen: number, timeoutMs: number): Promise<void> {
    if (this.signals !== seen) {
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => wake(), timeoutMs);
      const wake = () => {
        clearTimeout(timer);
        this.#waiters.delete(wake);
        resolve();
      };
      this.#waiters.add(wake);
    });
  }

  #signal(): void {
    this.signals += 1;
    [...this.#waiters].forEach((wake) => wake());
  }
}
