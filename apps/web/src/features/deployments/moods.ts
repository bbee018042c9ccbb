import type { DeploymentView, InstanceState } from '@enginehouse/contracts';
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
