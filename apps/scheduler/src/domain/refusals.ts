import { closest } from '@enginehouse/backend-spec';
import { err, nameList, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import type { ActiveDeployment } from './deployment.js';
import type { Worker } from './worker.js';
import type { SchedulerState } from './scheduler-state.js';

type Refused = { readonly ok: false; readonly error: Problem };

/** The deployment under a name, or the problem that there is none. */
export function findDeployment(state: SchedulerState, name: string): Result<ActiveDeployment, Problem> {
  const deployment = state.deployment(name);
  return deployment && deployment.state !== 'deleted'
    ? { ok: true, value: deployment }
    : err(problemOf('deployment-not-found', `There is no deployment ${name}.`, { hint: deploymentHint(state, name) }));
}

/** The worker under a name, one that left included, or the problem that there is none. */
export function findWorker(state: SchedulerState, name: string): Result<Worker, Problem> {
  const worker = state.worker(name);
  const known = state.workers().map((each) => each.name);
  const hint = known.length > 0 ? meantOrThere(name, known) : 'No worker has joined yet.';
  return worker
    ? { ok: true, value: worker }
    : err(problemOf('worker-not-found', `There is no worker ${name}.`, { hint }));
}

/** The worker under a name, as long as it has not left. */
export function findPresentWorker(state: SchedulerState, name: string): Result<Worker, Problem> {
  const found = findWorker(state, name);
  return found.ok && found.value.state === 'left'
    ? err(problemOf('worker-not-found', `Worker ${name} is not there any more: ${found.value.reason}.`))
    : found;
}

/** The problem that an instance does not exist. */
export const noInstance = (id: string): Refused =>
  err(
    problemOf('instance-not-found', `There is no instance ${id}.`, {
      hint: 'List the instances: one that was deleted gets no second life under its name.',
    }),
  );

/** Refuses a write that was based on another revision than the current one. */
export const checkRevision = (deployment: ActiveDeployment, expected: number | undefined): Refused | undefined =>
  refuseStale('Deployment', deployment, expected);

/** The same for a worker. */
export const checkWorkerRevision = (worker: Worker, expected: number | undefined): Refused | undefined =>
  refuseStale('Worker', worker, expected);

function refuseStale(
  kind: string,
  { name, revision }: { readonly name: string; readonly revision: number },
  expected: number | undefined,
): Refused | undefined {
  if (expected === undefined || expected === revision) {
    return undefined;
  }
  return err(
    problemOf('stale-revision', `${kind} ${name} is at revision ${revision}, not ${expected}.`, {
      currentRevision: revision,
      hint: 'Read it again and repeat the change on what it is now.',
    }),
  );
}

function deploymentHint(state: SchedulerState, name: string): string {
  const names = state.activeDeployments().map((each) => each.name);
  return names.length > 0 ? meantOrThere(name, names) : 'There are no deployments yet.';
}

function meantOrThere(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return near === undefined ? `There is: ${nameList(known)}.` : `Did you mean ${near}?`;
}
