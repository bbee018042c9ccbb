import type { deploymentStatus } from '@enginehouse/contracts';
import type { z } from 'zod';
import type { ActiveDeployment } from '../domain/deployment.js';
import type { Instance } from '../domain/instance.js';
import { isRetiring } from '../domain/roll/sides.js';

export type DeploymentStatus = z.infer<typeof deploymentStatus>;

/** How a deployment is, with the reason of the instance that explains it best. */
export interface StatusReport {
  readonly status: DeploymentStatus;
  readonly reason: string;
  readonly readyReplicas: number;
}

/** Judges a deployment by its instances. `reasonOf` says why one is where it is. */
export function deploymentStatusOf(
  deployment: ActiveDeployment,
  instances: readonly Instance[],
  reasonOf: (instance: Instance) => string,
): StatusReport {
  const current = instances.filter((each) => each.state !== 'stopping' && !isRetiring(deployment, each));
  const { replicas } = deployment.spec;
  // While a roll puts new ones beside the old, there may be more than are wanted.
  const readyReplicas = Math.min(current.filter(({ state }) => state === 'ready').length, replicas);
  const report = (status: DeploymentStatus, reason: string): StatusReport => ({ status, reason, readyReplicas });
  if (deployment.state === 'stopped' || replicas === 0) {
    return report('stopped', stoppedReason(deployment, instances.length));
  }
  if (readyReplicas >= replicas) {
    return report('ready', `${readyReplicas} of ${replicas} replicas ready`);
  }
  const worst = explaining(current);
  const because = worst ? `${worst.id}: ${reasonOf(worst)}` : 'its instances are being made';
  return readyReplicas > 0
    ? report('partial', `${readyReplicas} of ${replicas} replicas ready; ${because}`)
    : report(statusWithoutReady(worst), because);
}

function stoppedReason({ state }: ActiveDeployment, remaining: number): string {
  const why = state === 'stopped' ? 'stopped' : 'scaled to 0 replicas';
  return remaining > 0 ? `${why}; ${remaining} instance${remaining === 1 ? '' : 's'} still stopping` : why;
}

/** What is on its way says more than what waits for it or was given up. */
const tellingOrder: readonly Instance['state'][] = [
  'unhealthy',
  'backing-off',
  'probing',
  'creating',
  'pulling',
  'placed',
  'failed',
  'waiting',
  'queued',
];

const explaining = (instances: readonly Instance[]): Instance | undefined =>
  tellingOrder.flatMap((state) => instances.find((each) => each.state === state) ?? [])[0];

function statusWithoutReady(worst: Instance | undefined): DeploymentStatus {
  if (worst?.state === 'failed') {
    return 'failed';
  }
  return worst?.state === 'waiting' || worst?.state === 'queued' ? 'waiting' : 'loading';
}
