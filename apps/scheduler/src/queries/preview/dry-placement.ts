import {
  err,
  ok,
  problemOf,
  type Claim,
  type DeploymentSpec,
  type Explanation,
  type Problem,
  type Result,
  type WorkerReport,
} from '@enginehouse/contracts';
import { demandOf, place, type VersionOption } from '@enginehouse/placement';
import type { ActiveDeployment } from '../../domain/deployment.js';
import { placementAskOf } from '../../domain/placement-ask-of.js';
import { findWorker } from '../../domain/refusals.js';
import type { SchedulerState } from '../../domain/scheduler-state.js';
import type { Worker } from '../../domain/worker.js';
import { snapshotOf } from '../../domain/worker-snapshot.js';

/** Where a replica would go now. Without a worker, the version is the one that its framework, or the best order, decides. */
export interface DryPlacement {
  readonly worker: WorkerReport | null;
  readonly option: VersionOption;
  /** Without a worker it names no GPUs. */
  readonly claim: Claim;
  readonly gpuCount: number;
  readonly explanation: Explanation;
}

type Found = Result<DryPlacement, Problem>;

/** Asks placement as for a new replica, among all workers or for the named one; nothing is reserved. */
export function dryPlacement(state: SchedulerState, deployment: ActiveDeployment, workerName?: string): Found {
  if (workerName === undefined) {
    return placed(state, deployment, state.workers());
  }
  const named = findWorker(state, workerName);
  if (named.ok) {
    return placed(state, deployment, [named.value]);
  }
  const { code, detail } = named.error;
  return err({ ...named.error, errors: [{ code, path: ['worker'], detail }] });
}

function placed(state: SchedulerState, deployment: ActiveDeployment, workers: readonly Worker[]): Found {
  const outcome = place(placementAskOf(deployment), workers.map(snapshotOf), state.ledger);
  if (!outcome.placed) {
    return nowhere(deployment, workers, outcome.explanation);
  }
  const { option, claim, explanation } = outcome;
  const report = workers.find(({ name }) => name === outcome.worker)?.report ?? null;
  return ok({ worker: report, option, claim, gpuCount: claim.gpus.length, explanation });
}

function nowhere({ spec, options }: ActiveDeployment, workers: readonly Worker[], explanation: Explanation): Found {
  const offered = new Set(workers.flatMap(({ report }) => report.frameworks));
  const option = options.find(({ framework }) => offered.has(framework)) ?? options[0];
  return option
    ? ok({ worker: null, option, ...unplaced(spec, option), explanation })
    : err(problemOf('version-not-found', `${spec.backend} has no version to run.`));
}

function unplaced({ resources }: DeploymentSpec, { framework }: VersionOption) {
  const { gpus, memoryMib, cpus } = demandOf(resources, framework);
  return { claim: { gpus: [], memoryMib, cpus }, gpuCount: gpus };
}
