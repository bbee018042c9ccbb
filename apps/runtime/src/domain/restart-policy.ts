/** How long to wait before a failed container is started again, and when its failures are forgotten. */
export interface BackOffPolicy {
  readonly baseSeconds: number;
  readonly capSeconds: number;
  /** After this long in state ready the attempts count from one again. */
  readonly stableAfterMs: number;
}

export const defaultBackOff: BackOffPolicy = { baseSeconds: 10, capSeconds: 300, stableAfterMs: 600_000 };

/** Seconds before the start after failed attempt `attempt` (from 1): base, doubled each time, up to the cap. */
export function backOffSeconds(attempt: number, policy: BackOffPolicy): number {
  return Math.min(policy.baseSeconds * 2 ** (attempt - 1), policy.capSeconds);
}

/** Seconds until the next start after attempt `attempt` failed; null when the restarts are used up. */
export function restartInSeconds(attempt: number, maxRestarts: number, policy: BackOffPolicy): number | null {
  return attempt > maxRestarts ? null : backOffSeconds(attempt, policy);
}
