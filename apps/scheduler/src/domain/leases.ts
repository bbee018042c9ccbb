import { workerStream, type Decision } from './events.js';
import type { SchedulerState } from './scheduler-state.js';
import { evictions } from './worker.decisions.js';

/** How long silence lasts before it means something, in milliseconds. */
export interface LeaseTimes {
  /** Three missed heartbeats. */
  readonly suspectAfterMs: number;
  /** From the last heartbeat until what ran there is placed elsewhere. */
  readonly graceMs: number;
}

/** Workers that fall silent within this time of each other have a common cause more likely than not. */
const togetherMs = 60_000;
/** More than this share of all workers at once: the fault is rather the network's or ours. */
const massShare = 0.2;

/** What silence leads to, and whose evictions are held back because too many vanished together. */
export interface LeaseVerdict {
  readonly decisions: readonly Decision[];
  readonly frozen: readonly string[];
}

/**
 * Judges every worker's silence. `lastHeard` are moments of this process' monotonic clock; a worker that is not in it
 * was never heard and is left alone.
 */
export function judgeLeases(
  state: SchedulerState,
  lastHeard: ReadonlyMap<string, number>,
  now: number,
  times: LeaseTimes,
): LeaseVerdict {
  const silent = state.workers().flatMap(({ name, state: workerState }) => {
    const heard = lastHeard.get(name);
    return heard !== undefined && now - heard > times.suspectAfterMs ? [{ name, workerState, heard }] : [];
  });
  const suspects = silent
    .filter(({ workerState }) => workerState === 'ready')
    .map(({ name, heard }) => unreachable(name, now - heard));
  const overdue = silent.filter(
    ({ workerState, heard }) => workerState === 'unreachable' && now - heard > times.graceMs,
  );
  const isFrozen = ({ heard }: { readonly heard: number }) => {
    const together = silent.filter((other) => Math.abs(other.heard - heard) <= togetherMs).length;
    return together > 1 && together > massShare * state.workers().length;
  };
  const moved = overdue
    .filter((each) => !isFrozen(each))
    .flatMap(({ name, heard }) => evictions(state, name, `worker ${name} silent for ${seconds(now - heard)} s`));
  const frozen = overdue.filter((each) => isFrozen(each) && state.instancesOn(each.name).length > 0);
  return { decisions: [...suspects, ...moved], frozen: frozen.map(({ name }) => name) };
}

const unreachable = (name: string, silentMs: number): Decision => ({
  streamId: workerStream(name),
  type: 'WorkerUnreachable',
  data: { lastHeardSecondsAgo: seconds(silentMs) },
});

const seconds = (ms: number): number => Math.round(ms / 1000);
