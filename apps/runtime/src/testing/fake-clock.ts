import type { Clock } from '../ports.js';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** Time that passes only when a test says so. Whatever became possible is done before the next moment comes. */
export class FakeClock implements Clock {
  private elapsed = 0;
  private readonly start = Date.parse('2026-01-01T00:00:00Z');
  private readonly sleepers = new Set<Sleeper>();

  now(): Date {
    return new Date(this.start + this.elapsed);
  }

  monotonicMs(): number {
    return this.elapsed;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        due: this.elapsed + ms,
        wake: () => {
          this.sleepers.delete(sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      if (signal?.aborted) {
        resolve();
        return;
      }
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', sleeper.wake, { once: true });
    });
  }

  /** Time passes while this process does nothing, as when it is stopped. */
  freeze(ms: number): void {
    this.elapsed += ms;
  }

  async advance(ms: number): Promise<void> {
    const until = this.elapsed + ms;
    await settle();
    for (let next = this.next(until); next; next = this.next(until)) {
      this.elapsed = Math.max(this.elapsed, next.due);
      next.wake();
      await settle();
    }
    this.elapsed = until;
  }

  private next(until: number): Sleeper | undefined {
    return [...this.sleepers].filter(({ due }) => due <= until).toSorted((a, b) => a.due - b.due)[0];
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
