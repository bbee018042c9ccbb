interface Reads<T> {
  readonly running: Promise<T>;
  next?: Promise<T>;
}

/**
 * Lets readers of the same thing share one read. Whoever comes while one is under way shares the next, never that one:
 * it may have looked before the reader's own last write.
 */
export class JoinedReads<T> {
  private readonly reads = new Map<string, Reads<T>>();

  run(key: string, read: () => Promise<T>): Promise<T> {
    const under = this.reads.get(key);
    if (!under) return this.start(key, read);
    under.next ??= under.running.then(
      () => this.start(key, read),
      () => this.start(key, read),
    );
    return under.next;
  }

  private start(key: string, read: () => Promise<T>): Promise<T> {
    const running = read();
    const reads: Reads<T> = { running };
    this.reads.set(key, reads);
    const end = () => {
      if (!reads.next) this.reads.delete(key);
    };
    running.then(end, end);
    return running;
  }
}
