import type { DeploymentView } from '@enginehouse/contracts';
import type { ActiveDeployment } from '../domain/deployment.js';
import type { Instance } from '../domain/instance.js';
import type { SchedulerState } from '../domain/scheduler-state.js';
import { deploymentStatusOf } from './deployment-status.js';
import { instanceReason } from './instance-reason.js';
import { instanceView, reasonContext } from './instance-view.js';
import type { LiveViews } from './live-views.js';
import { rollView, withRoll } from './roll-view.js';

/** A deployment as users see it. */
export function deploymentView(state: SchedulerState, live: LiveViews, deployment: ActiveDeployment): DeploymentView {
  const instances = state.instancesOf(deployment.name);
  const reasonOf = (instance: Instance) => instanceReason(instance, reasonContext(state, live, instance));
  const { status, reason, readyReplicas } = deploymentStatusOf(deployment, instances, reasonOf);
  return {
    name: deployment.name,
    status,
    reason: withRoll(state, deployment, reason),
    revision: deployment.revision,
    spec: deployment.spec,
    backendRevision: deployment.pin.revision,
    currentBackendRevision: live.backendRevision(deployment.pin.backend),
    replicas: deployment.spec.replicas,
    readyReplicas,
    stopped: deployment.state === 'stopped',
    roll: rollView(state, deployment, reasonOf),
    createdAt: deployment.createdAt,
    createdBy: deployment.createdBy,
    instances: instances.map((instance) => instanceView(state, live, instance)),
  };
}
