import type { HoldOptions, Leadership } from '../leadership.js';
import { pause } from '../pause.js';

const defaultRetryMs = 5;

/** Locks among the users of one in-memory store. */
export class InMemoryLocks {
  readonly #held = new Set<bigint>();

  async hold(key: bigint, { signal, retryMs = defaultRetryMs }: HoldOptions = {}): Promise<Leadership> {
    while (this.#held.has(key)) {
      signal?.throwIfAborted();
      await pause(retryMs, signal);
    }
    signal?.throwIfAborted();
    this.#held.add(key);
    const lost = new AbortController();
    return {
      signal: lost.signal,
      release: async () => {
        this.#held.delete(key);
        lost.abort();
      },
    };
  }
}
