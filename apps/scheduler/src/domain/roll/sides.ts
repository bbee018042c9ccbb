import type { ActiveDeployment } from '../deployment.js';
import { makesWay } from '../drain/making-way.js';
import type { Instance } from '../instance.js';
import type { SchedulerState } from '../scheduler-state.js';
import type { Edition, Rollable } from './roll.js';

/** The roll whose definition all instances are to have in the end. */
export const wantedRoll = ({ roll, basis }: Pick<Rollable, 'roll' | 'basis'>): number =>
  roll?.state === 'rolling' ? roll.number : basis;

/** What an instance is made from, or is to be made from. */
export const editionOf = (deployment: Rollable, { roll }: Pick<Instance, 'roll'>): Edition =>
  deployment.roll?.state === 'rolling' && deployment.roll.number === roll ? deployment.roll.edition : deployment;

/**
 * Whether an instance makes way for another: no requests are sent there any more. What was told to make way for a roll
 * that was undone stays after all; what has left a worker that is drained does not.
 */
export const isRetiring = (deployment: Pick<Rollable, 'roll' | 'basis'>, instance: Instance): boolean => {
  const { roll, retiring } = instance;
  const wanted = wantedRoll(deployment);
  return makesWay(instance) || (retiring?.roll === wanted && roll !== wanted);
};

/** A deployment's instances by what they are made from, without those that are stopping, or leave a drained worker. */
export interface Sides {
  /** Of the definition that all are to have. */
  readonly coming: readonly Instance[];
  /** Of another one: those that are to be replaced, or what an undone roll has left. */
  readonly going: readonly Instance[];
}

export function sidesOf(state: SchedulerState, deployment: ActiveDeployment): Sides {
  const wanted = wantedRoll(deployment);
  const current = state.instancesOf(deployment.name).filter((each) => each.state !== 'stopping');
  return {
    coming: current.filter((each) => each.roll === wanted && !makesWay(each)),
    going: current.filter(({ roll }) => roll !== wanted),
  };
}

/** Whether instances of it are being replaced, for a roll or on the way back from one. */
export const isMoving = (state: SchedulerState, deployment: ActiveDeployment): boolean =>
  deployment.roll !== null &&
  deployment.state === 'running' &&
  (deployment.roll?.state === 'rolling' || sidesOf(state, deployment).going.length > 0);

/** What there is to say about a roll while its instances move. */
export type Movement = 'rolling' | 'returning' | null;

export function movementOf(state: SchedulerState, deployment: ActiveDeployment): Movement {
  if (deployment.roll?.state === 'rolling') {
    return 'rolling';
  }
  return isMoving(state, deployment) ? 'returning' : null;
}
