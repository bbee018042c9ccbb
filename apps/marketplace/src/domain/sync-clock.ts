/** How often a failed sync is tried, and after what pauses. */
export interface RetrySettings {
  /** Attempts in all. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; each further pause is `factor` times as long. */
  readonly baseMs: number;
  readonly factor: number;
}

/** The pause after an attempt that failed (from 1), in milliseconds; null where no attempt is left. */
export function retryAfterMs(attempt: number, { attempts, baseMs, factor }: RetrySettings): number | null {
  return attempt < attempts ? Math.round(baseMs * factor ** (attempt - 1)) : null;
}

/** By how much an interval varies, so that sources that were added together are not synced together for ever. */
const jitter = 0.1;

/** When a source is synced next, in milliseconds since 1970. `chance` is between 0 and 1. */
export function nextTickAt(now: number, everySeconds: number, chance: number): number {
  return Math.round(now + everySeconds * 1000 * (1 - jitter + 2 * jitter * chance));
}
