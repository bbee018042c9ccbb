import type { ProfileGrants } from './domain/check-spec.js';

/** What an operator decides about scheduling. */
export interface SchedulerSettings {
  /** Name of this installation: workers of another one are not ours. */
  readonly installation: string;
  /** Silence after which a worker is suspect. */
  readonly suspectSeconds: number;
  /** Silence after which what runs on a worker is placed elsewhere. */
  readonly graceSeconds: number;
  /** How long a removal from the catalog may keep new deployments off before it is given up. */
  readonly holdSeconds: number;
  /** How long an instance that is replaced has for the requests under way, after no new ones are sent to it. */
  readonly drainSeconds: number;
  readonly grants: ProfileGrants;
}
