import type { Assignment } from '@enginehouse/contracts';
import type { Remembered } from '../../domain/instance-inputs.js';
import type { InstanceState } from '../../domain/instance-state.js';
import type { InstanceRecord } from '../../ports.js';

const longestWaitMs = 300_000;

/** What an earlier process wrote down, as far as it is about the same generation and plan. */
export function remember(
  record: InstanceRecord | null,
  assignment: Pick<Assignment, 'generation' | 'planDigest' | 'desired'>,
  now: Date,
): Remembered | null {
  if (!record || record.generation !== assignment.generation || record.planDigest !== assignment.planDigest) {
    return null;
  }
  const { phase, attempt, failure } = record;
  if (phase === 'gone') {
    return assignment.desired === 'stopped' ? { kind: 'gone' } : null;
  }
  if (phase === 'failed' && failure) {
    return { kind: 'failed', attempt, failure };
  }
  if (phase === 'backing-off') {
    return { kind: 'backing-off', attempt, waitMs: leftOf(record.until, now) };
  }
  return { kind: 'underway', attempt, hadContainer: phasesWithContainer.has(phase) };
}

const phasesWithContainer: ReadonlySet<string> = new Set(['starting', 'probing', 'ready', 'unhealthy', 'ending']);

/** The wall clock may have been set meanwhile; no wait becomes longer than the longest there is. */
function leftOf(until: string | null, now: Date): number {
  const left = until === null ? 0 : Date.parse(until) - now.getTime();
  return Number.isFinite(left) ? Math.min(Math.max(left, 0), longestWaitMs) : 0;
}

/** What is worth remembering of a state. */
export function recordOf(
  state: InstanceState,
  about: Pick<InstanceRecord, 'instance' | 'generation' | 'planDigest' | 'lastFactId' | 'untold'>,
  now: Date,
): InstanceRecord {
  return {
    ...about,
    phase: state.phase,
    attempt: 'attempt' in state ? state.attempt : 1,
    until: state.phase === 'backing-off' ? new Date(now.getTime() + state.waitMs).toISOString() : null,
    failure: state.phase === 'failed' ? state.failure : null,
  };
}
