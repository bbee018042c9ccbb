const jitter = 0.2;
/** No receiver may put a delivery off for longer. */
const longestRetryAfterMs = 3_600_000;

/**
 * How long to wait after a failed attempt, in milliseconds. `chance` (0 to 1) spreads what failed together by a fifth
 * to both sides; what the receiver asked for (`Retry-After`) counts where it is longer.
 */
export function retryDelayMs(
  attemptsMade: number,
  delaysSeconds: readonly number[],
  { chance, retryAfterMs = 0 }: { readonly chance: number; readonly retryAfterMs?: number | undefined },
): number {
  const planned = (delaysSeconds[attemptsMade - 1] ?? delaysSeconds.at(-1) ?? 0) * 1000;
  const spread = planned * (1 - jitter + 2 * jitter * chance);
  return Math.round(Math.max(spread, Math.min(retryAfterMs, longestRetryAfterMs)));
}

/** `Retry-After` in milliseconds: seconds or a date; 0 where it says nothing. */
export function retryAfterMs(header: string | undefined, now: Date): number {
  if (header === undefined) return 0;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime());
}
