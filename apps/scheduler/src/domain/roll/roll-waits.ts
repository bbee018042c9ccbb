import type { Decision } from '../events.js';
import type { SchedulerState } from '../scheduler-state.js';
import { isAwaited, overdueRoll } from './roll-failure.js';
import { endRetirement } from './roll-steps.js';
import { isMoving, isRetiring, sidesOf } from './sides.js';

/** Something that has to happen in a deployment that moves, once a time is over. */
export interface RollWait {
  /** The same for as long as the same time runs. */
  readonly key: string;
  readonly afterMs: number;
  /** The time counts only once the gateway knows the routes as they are: nothing new may be sent there any more. */
  readonly afterRoutes: boolean;
  readonly decide: (state: SchedulerState) => readonly Decision[];
}

/** Deadlines of new instances, and the time that retiring ones have for the requests under way. */
export function rollWaits(state: SchedulerState, name: string, drainMs: number): readonly RollWait[] {
  const deployment = state.deployment(name);
  if (!deployment || deployment.state === 'deleted' || !isMoving(state, deployment)) {
    return [];
  }
  const { coming, going } = sidesOf(state, deployment);
  const retirements = going
    .filter((each) => isRetiring(deployment, each))
    .map(({ id }) => ({
      key: `retire ${id}`,
      afterMs: drainMs,
      afterRoutes: true,
      decide: (now: SchedulerState) => endRetirement(now, id),
    }));
  const { roll } = deployment;
  if (roll?.state !== 'rolling') {
    return retirements;
  }
  const deadlines = coming.filter(isAwaited).map(({ id, generation }) => ({
    key: `ready ${id}/${generation}`,
    afterMs: roll.readyWithinSeconds * 1000,
    afterRoutes: false,
    decide: (now: SchedulerState) =>
      overdueRoll(now, { deployment: name, roll: roll.number, instance: id, generation }),
  }));
  return [...retirements, ...deadlines];
}
