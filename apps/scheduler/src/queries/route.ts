import type { Route } from '@enginehouse/contracts';
import type { ActiveDeployment } from '../domain/deployment.js';
import type { Instance } from '../domain/instance.js';
import { isRetiring } from '../domain/roll/sides.js';
import type { SchedulerState } from '../domain/scheduler-state.js';
import { deploymentStatusOf, type DeploymentStatus } from './deployment-status.js';
import { instanceReason } from './instance-reason.js';
import { withRoll } from './roll-view.js';

const states: Readonly<Record<DeploymentStatus, Route['state']>> = {
  ready: 'ready',
  partial: 'ready',
  loading: 'loading',
  waiting: 'loading',
  failed: 'failed',
  stopped: 'stopped',
};

/** Where the gateway sends a deployment's requests. Only from the log, so that it changes only with an event. */
export function routeOf(state: SchedulerState, deployment: ActiveDeployment): Route {
  const instances = state.instancesOf(deployment.name);
  const { status, reason } = deploymentStatusOf(deployment, instances, (instance) => instanceReason(instance));
  return {
    deployment: deployment.name,
    modelName: deployment.spec.modelName ?? deployment.name,
    state: states[status],
    reason: withRoll(state, deployment, reason),
    instances: instances.filter((each) => !isRetiring(deployment, each)).flatMap(target),
    createdAt: deployment.createdAt,
  };
}

const target = (instance: Instance): Route['instances'] =>
  instance.state === 'ready' && instance.seen.url
    ? [{ id: instance.id, generation: instance.generation, url: instance.seen.url }]
    : [];
