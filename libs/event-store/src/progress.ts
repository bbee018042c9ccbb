interface Waiter {
  readonly position: number;
  readonly resolve: (reached: boolean) => void;
}

/** How far a reader has come, and who waits for it. */
export class Progress {
  #waiters = new Set<Waiter>();
  #ended = false;

  constructor(public position: number) {}

  reach(position: number): void {
    this.position = position;
    this.#settle((waiter) => waiter.position <= position, true);
  }

  /** Nobody waits any longer: the reader has ended. */
  end(): void {
    this.#ended = true;
    this.#settle(() => true, false);
  }

  waitFor(position: number, timeoutMs: number): Promise<boolean> {
    if (this.position >= position || this.#ended) {
      return Promise.resolve(this.position >= position);
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => finish(false), timeoutMs);
      const finish = (reached: boolean) => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        resolve(reached);
      };
      const waiter: Waiter = { position, resolve: finish };
      this.#waiters.add(waiter);
    });
  }

  #settle(isDue: (waiter: Waiter) => boolean, reached: boolean): void {
    for (const waiter of [...this.#waiters].filter(isDue)) {
      waiter.resolve(reached);
    }
  }
}
