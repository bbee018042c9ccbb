import type { Assignment, AssignmentSet } from '@enginehouse/contracts';
import { placementOf, type Instance } from './instance.js';
import type { Change, SchedulerState } from './scheduler-state.js';

/**
 * Everything a worker is to run or to take down. What is not in it and carries the worker's labels is to go: so a
 * placement that was given up ends by itself when its worker comes back.
 */
export const assignmentsFor = (
  state: SchedulerState,
  worker: string,
  { installation, log }: Pick<AssignmentSet, 'installation' | 'log'>,
): AssignmentSet => ({
  worker,
  installation,
  epoch: state.position,
  log,
  assignments: state.instancesOn(worker).flatMap(assignmentOf),
});

function assignmentOf(instance: Instance): readonly Assignment[] {
  const placement = placementOf(instance);
  if (!placement) {
    return [];
  }
  const { generation, plan, planDigest } = placement;
  const { id, deployment, state } = instance;
  const desired = state === 'stopping' ? 'stopped' : 'running';
  return [{ instance: id, deployment, generation, desired, plan, planDigest }];
}

const changing: readonly string[] = [
  'InstancePlaced',
  'InstanceStopping',
  'InstanceEvicted',
  'InstanceRetried',
  'InstanceDeleted',
];

/** The workers whose assignments an event changed. */
export function affectedWorkers({ event, before, after }: Change): readonly string[] {
  if (!changing.includes(event.type)) {
    return [];
  }
  return [before, after].flatMap((instance) => (instance && placementOf(instance)?.worker) ?? []);
}
