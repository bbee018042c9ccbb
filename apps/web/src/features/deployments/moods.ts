import type { DeploymentView, InstanceState, InstanceView } from '@enginehouse/contracts';
import type { Mood } from '../../ui/state-chip.js';

/** How each status of a deployment is to be taken. */
export const deploymentMoods: Readonly<Record<DeploymentView['status'], Mood>> = {
  ready: 'good',
  partial: 'warning',
  loading: 'busy',
  waiting: 'warning',
  failed: 'bad',
  stopped: 'idle',
};

/** How each state of an instance is to be taken. */
export const instanceMoods: Readonly<Record<InstanceState, Mood>> = {
  queued: 'busy',
  waiting: 'warning',
  placed: 'busy',
  pulling: 'busy',
  creating: 'busy',
  probing: 'busy',
  ready: 'good',
  unhealthy: 'bad',
  'backing-off': 'warning',
  failed: 'bad',
  stopping: 'idle',
  deleted: 'idle',
};

/** An instance on its way up again after it ended: on its way, but not as if all were well. */
export const moodOfInstance = ({ state, restarts }: Pick<InstanceView, 'state' | 'restarts'>): Mood =>
  instanceMoods[state] === 'busy' && restarts > 0 ? 'warning' : instanceMoods[state];

/** Starting for the first time is no trouble; an image that cannot be had or a container that ends again and again is. */
export function isInTrouble({ status, instances }: Pick<DeploymentView, 'status' | 'instances'>): boolean {
  return status === 'loading' && instances.some(fails);
}

const troubled: ReadonlySet<InstanceState> = new Set(['backing-off', 'unhealthy', 'failed']);

const fails = ({ state, restarts }: InstanceView): boolean =>
  state !== 'stopping' && (troubled.has(state) || restarts > 0);
