import { Inject, Injectable } from '@nestjs/common';
import {
  ok,
  type DeploymentView,
  type Explanation,
  type InstanceState,
  type InstanceView,
  type Problem,
  type Result,
  type WorkerView,
} from '@enginehouse/contracts';
import { place } from '@enginehouse/placement';
import { DecisionLog } from '../application/decision-log.js';
import { placementOf, type Instance } from '../domain/instance.js';
import { placementAskOf } from '../domain/placement-ask-of.js';
import { findDeployment, findWorker, noInstance } from '../domain/refusals.js';
import { editionOf } from '../domain/roll/sides.js';
import { backendUsage, deploymentsUsing } from '../domain/usage.js';
import { snapshotOf } from '../domain/worker-snapshot.js';
import { LIVE_VIEWS } from '../ports.js';
import { deploymentView } from './deployment-view.js';
import { instanceReason } from './instance-reason.js';
import { instanceView, reasonContext } from './instance-view.js';
import type { LiveViews } from './live-views.js';
import { workerView } from './worker-view.js';

type Items<T> = Result<{ readonly items: T[] }, Problem>;

/** The answer to why an instance is there, or not yet. */
export interface Explained {
  readonly id: string;
  readonly state: InstanceState;
  readonly reason: string;
  readonly explanation: Explanation | null;
}

/** Questions about what is: answered from memory. */
@Injectable()
export class StateQueries {
  constructor(
    private readonly log: DecisionLog,
    @Inject(LIVE_VIEWS) private readonly live: LiveViews,
  ) {}

  listDeployments(): Items<DeploymentView> {
    const { state } = this.log;
    return ok({ items: state.activeDeployments().map((each) => deploymentView(state, this.live, each)) });
  }

  getDeployment(name: string): Result<DeploymentView, Problem> {
    const { state } = this.log;
    const found = findDeployment(state, name);
    return found.ok ? ok(deploymentView(state, this.live, found.value)) : found;
  }

  listInstances(deployment?: string): Items<InstanceView> {
    const { state } = this.log;
    const instances = deployment === undefined ? state.liveInstances() : state.instancesOf(deployment);
    return ok({ items: instances.map((each) => instanceView(state, this.live, each)) });
  }

  getInstance(id: string): Result<InstanceView, Problem> {
    const instance = this.log.state.instance(id);
    return instance ? ok(instanceView(this.log.state, this.live, instance)) : noInstance(id);
  }

  /** Why there, or why not yet: for what waits, as of now and not as of when it began to wait. */
  explainInstance(id: string): Result<Explained, Problem> {
    const instance = this.log.state.instance(id);
    if (!instance) {
      return noInstance(id);
    }
    const { state } = instance;
    const explanation = this.explanationOf(instance);
    const reason =
      state === 'waiting' && explanation
        ? explanation.text
        : instanceReason(instance, reasonContext(this.log.state, this.live, instance));
    return ok({ id, state, reason, explanation });
  }

  listWorkers(): Items<WorkerView> {
    const { state } = this.log;
    return ok({ items: state.workers().map((each) => workerView(state, this.live, each)) });
  }

  getWorker(name: string): Result<WorkerView, Problem> {
    const found = findWorker(this.log.state, name);
    return found.ok ? ok(workerView(this.log.state, this.live, found.value)) : found;
  }

  deploymentsUsing(backend: string, version?: string): Result<{ readonly deployments: string[] }, Problem> {
    return ok({ deployments: [...deploymentsUsing(this.log.state, backend, version)] });
  }

  backendUsage(): Items<{ readonly backend: string; readonly deployments: number }> {
    return ok({ items: [...backendUsage(this.log.state)] });
  }

  private explanationOf(instance: Instance): Explanation | null {
    const { state } = this.log;
    const deployment = state.deployment(instance.deployment);
    if (instance.state !== 'waiting' || !deployment || deployment.state === 'deleted') {
      return placementOf(instance)?.explanation ?? null;
    }
    const outcome = place(
      placementAskOf(editionOf(deployment, instance)),
      state.workers().map(snapshotOf),
      state.ledger,
    );
    // What could be placed by now is waiting for something else, which only the stored explanation knows.
    return outcome.placed ? instance.explanation : outcome.explanation;
  }
}
