import { ok, type DrainWish } from '@enginehouse/contracts';
import type { Decided } from '../deployment.decisions.js';
import { workerStream, type Decision } from '../events.js';
import { checkWorkerRevision, findPresentWorker } from '../refusals.js';
import type { SchedulerState } from '../scheduler-state.js';

/** Somebody wants a worker empty. */
export interface DrainQuestion {
  readonly name: string;
  readonly wish: DrainWish;
  readonly expectedRevision?: number | undefined;
}

/** Closes a worker and begins to empty it; nothing where that is under way, or done, as wished already. */
export function drainWorker(state: SchedulerState, { name, wish, expectedRevision }: DrainQuestion): Decided {
  const found = findPresentWorker(state, name);
  if (!found.ok) {
    return found;
  }
  const { drain, drains } = found.value;
  const { force, deadlineSeconds = null } = wish;
  if (drain?.force === force && drain.deadlineSeconds === deadlineSeconds) {
    return ok([]);
  }
  const stale = checkWorkerRevision(found.value, expectedRevision);
  if (stale) {
    return stale;
  }
  const instances = state.instancesOn(name).map(({ id }) => id);
  const data = { drain: drains + 1, force, deadlineSeconds, instances };
  return ok([{ streamId: workerStream(name), type: 'WorkerDrainStarted', data }]);
}

/** The deadline of a drain has passed; nothing where it has ended, or another one is under way. */
export function drainOverdue(
  state: SchedulerState,
  { name, drain }: { readonly name: string; readonly drain: number },
): readonly Decision[] {
  const current = state.worker(name)?.drain;
  return current?.number === drain && current.state === 'draining' && !current.overdue
    ? [{ streamId: workerStream(name), type: 'WorkerDrainOverdue', data: { drain } }]
    : [];
}
