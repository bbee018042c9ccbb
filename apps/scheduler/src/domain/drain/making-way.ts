import { placementOf, type Instance } from '../instance.js';
import type { SchedulerState } from '../scheduler-state.js';
import type { Drain } from './drain.js';

/** Whether another has taken its place on another worker: no new requests are sent to it, and it is stopped soon. */
export const makesWay = ({ retiring }: Pick<Instance, 'retiring'>): boolean =>
  retiring !== null && retiring.roll === undefined;

/** The drain that is to take an instance off its worker; undefined where there is none. */
export function drainOf(state: SchedulerState, instance: Instance): Drain | undefined {
  const placement = placementOf(instance);
  const drain = placement && state.worker(placement.worker)?.drain;
  return drain?.state === 'draining' ? drain : undefined;
}

/** The instance that is to take the place of another, for as long as it is wanted. */
export const replacementOf = (state: SchedulerState, { id, deployment }: Instance): Instance | undefined =>
  state.instancesOf(deployment).find((each) => each.replaces === id && each.state !== 'stopping');

/** The instance of a worker that is drained whose place this one is still to take. */
export function replacedBy(state: SchedulerState, { replaces, state: own }: Instance): Instance | undefined {
  const instance = replaces === null || own === 'stopping' ? undefined : state.instance(replaces);
  const waits = instance && !['stopping', 'deleted'].includes(instance.state) && !makesWay(instance);
  return waits && drainOf(state, instance) ? instance : undefined;
}

/** How many instances a deployment has for a while beside those that are wanted, since others wait to be replaced. */
export const surplusOf = (state: SchedulerState, instances: readonly Instance[]): number =>
  instances.filter((each) => replacedBy(state, each) !== undefined).length;
