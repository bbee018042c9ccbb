import type { RetrySettings } from '../domain/sync-clock.js';

/** How syncs are made. */
export interface SyncSettings {
  readonly retry: RetrySettings;
  /** How long one attempt may take. */
  readonly timeBoxMs: number;
  /** How long an attempt may go on after its signal has ended, before it is left to itself. */
  readonly patienceMs: number;
  /** Syncs at once in one process. */
  readonly concurrency: number;
  /** How long syncs under way may still take when the service stops. */
  readonly stopGraceMs: number;
  /** After how many milliseconds a process that died is noticed. */
  readonly lockMs: number;
}

/** What a service uses where nothing else is configured. */
export const defaultSyncSettings: SyncSettings = {
  retry: { attempts: 4, baseMs: 5000, factor: 2 },
  timeBoxMs: 60_000,
  patienceMs: 2000,
  concurrency: 2,
  stopGraceMs: 4000,
  lockMs: 20_000,
};
