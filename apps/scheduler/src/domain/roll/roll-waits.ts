import type { SchedulerState } from '../scheduler-state.js';
import type { Wait } from '../wait.js';
import { isAwaited, overdueRoll } from './roll-failure.js';
import { endRetirement } from './roll-steps.js';
import { isMoving, isRetiring, sidesOf } from './sides.js';

/** Deadlines of new instances, and the time that retiring ones have for the requests under way. */
export function rollWaits(state: SchedulerState, name: string, drainMs: number): readonly Wait[] {
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
      afterRoutesOf: name,
      decide: (now: SchedulerState) => endRetirement(now, id),
    }));
  const { roll } = deployment;
  if (roll?.state !== 'rolling') {
    return retirements;
  }
  const deadlines = coming.filter(isAwaited).map(({ id, generation }) => ({
    key: `ready ${id}/${generation}`,
    afterMs: roll.readyWithinSeconds * 1000,
    decide: (now: SchedulerState) =>
      overdueRoll(now, { deployment: name, roll: roll.number, instance: id, generation }),
  }));
  return [...retirements, ...deadlines];
}
