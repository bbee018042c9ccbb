import { isDeepStrictEqual } from 'node:util';
import { err, ok, nameList, problemOf, type WorkerReport } from '@enginehouse/contracts';
import { overcommitOf } from '@enginehouse/placement';
import type { Decided } from './deployment.decisions.js';
import { instanceStream, workerStream, type Decision } from './events.js';
import type { Instance } from './instance.js';
import { findPresentWorker, findWorker } from './refusals.js';
import type { SchedulerState } from './scheduler-state.js';
import type { Worker } from './worker.js';

/** A worker says what it is and has: it joins, returns, or has changed. */
export function reportWorker(state: SchedulerState, report: WorkerReport): Decided {
  const streamId = workerStream(report.name);
  const worker = state.worker(report.name);
  if (worker?.state === 'left' && worker.removed) {
    return err(wasRemoved(worker.name, worker.reason));
  }
  if (!worker || worker.state === 'left') {
    return ok([{ streamId, type: 'WorkerJoined', data: { report } }]);
  }
  return ok([
    ...back(worker),
    ...(isSame(worker.report, report)
      ? []
      : [...displaced(state, report), { streamId, type: 'WorkerReported' as const, data: { report } }]),
  ]);
}

const wasRemoved = (name: string, reason: string) =>
  problemOf('worker-removed', `Worker ${name} was ${reason}.`, {
    hint: 'To take it in again, let it join with a new token.',
  });

/** A join token was shown: what was removed may come back. */
export function admitWorker(state: SchedulerState, name: string): readonly Decision[] {
  const worker = state.worker(name);
  return worker?.state === 'left' && worker.removed
    ? [{ streamId: workerStream(name), type: 'WorkerAdmitted', data: {} }]
    : [];
}

/** A sign of life from a worker that was silent. */
export const heardFrom = (state: SchedulerState, name: string): readonly Decision[] => {
  const worker = state.worker(name);
  return worker ? back(worker) : [];
};

const back = (worker: Worker): readonly Decision[] =>
  worker.state === 'unreachable' ? [{ streamId: workerStream(worker.name), type: 'WorkerReturned', data: {} }] : [];

/** Free disk space moves all the time; heartbeats carry it. */
const isSame = (before: WorkerReport, after: WorkerReport): boolean =>
  isDeepStrictEqual(withoutFreeSpace(before), withoutFreeSpace(after));

const withoutFreeSpace = (report: WorkerReport): WorkerReport => ({ ...report, disk: { ...report.disk, freeMib: 0 } });

/**
 * Where a worker comes back with less than is claimed on it (a GPU died), the newest instances give way first: before
 * the smaller capacity is in the log, so that at no point more is claimed than there is.
 */
function displaced(state: SchedulerState, report: WorkerReport): readonly Decision[] {
  const ledger = state.ledger.copy();
  const excess = () => overcommitOf(report, ledger.usageOf(report.name));
  const decisions: Decision[] = [];
  for (const reservation of ledger.reservationsOn(report.name).toReversed()) {
    const before = excess();
    ledger.release(reservation.instance);
    if (isDeepStrictEqual(excess(), before)) {
      ledger.hold(reservation);
      continue;
    }
    const reason = `${report.name} has less than before: ${before.join(', ')}`;
    decisions.push(...giveUp(state.instance(reservation.instance), report.name, reason));
  }
  return decisions;
}

/** Gives up every placement on a worker. */
export const evictions = (state: SchedulerState, worker: string, reason: string): readonly Decision[] =>
  state.instancesOn(worker).flatMap((instance) => giveUp(instance, worker, reason));

/** Gives up a placement; what was stopping there ends with it. */
function giveUp(instance: Instance | undefined, worker: string, reason: string): readonly Decision[] {
  if (!instance || instance.state === 'deleted') {
    return [];
  }
  const streamId = instanceStream(instance.id);
  return instance.state === 'stopping'
    ? [{ streamId, type: 'InstanceDeleted', data: { reason: `${instance.reason}; ${reason}` } }]
    : [{ streamId, type: 'InstanceEvicted', data: { generation: instance.generation, worker, reason } }];
}

/** A worker goes for good; `reconcile` finds other places for what ran there. */
export function workerLeaves(state: SchedulerState, name: string, reason: string): readonly Decision[] {
  const worker = state.worker(name);
  return !worker || worker.state === 'left'
    ? []
    : [{ streamId: workerStream(name), type: 'WorkerLeft', data: { reason } }];
}

/** Closes a worker for new placements, or opens it again. */
export function cordonWorker(
  state: SchedulerState,
  { name, cordoned }: { readonly name: string; readonly cordoned: boolean },
): Decided {
  const found = findPresentWorker(state, name);
  if (!found.ok) {
    return found;
  }
  if (found.value.cordoned === cordoned) {
    return ok([]);
  }
  const type = cordoned ? ('WorkerCordoned' as const) : ('WorkerUncordoned' as const);
  return ok([{ streamId: workerStream(name), type, data: {} }]);
}

/** Takes a worker out; refused while instances run there, unless forced. */
export function removeWorker(
  state: SchedulerState,
  { name, force, actor }: { readonly name: string; readonly force: boolean; readonly actor: string },
): Decided {
  const found = findWorker(state, name);
  if (!found.ok) {
    return found;
  }
  const instances = state.instancesOn(name).map(({ id }) => id);
  if (instances.length > 0 && !force) {
    return err(
      problemOf('worker-not-empty', `On ${name} there still run: ${nameList(instances)}.`, {
        hint: `Drain it first, then each is replaced elsewhere before it stops: enginehouse worker drain ${name}. Removed by force, they are stopped at once and placed again where another worker has room.`,
        extra: { instances },
      }),
    );
  }
  const { value: worker } = found;
  if (worker.state === 'left' && worker.removed) {
    return ok([]);
  }
  return ok([
    { streamId: workerStream(name), type: 'WorkerLeft', data: { reason: `removed by ${actor}`, removed: true } },
  ]);
}
