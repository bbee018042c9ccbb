import type { ActiveDeployment } from '../deployment.js';
import { deploymentStream, instanceStream, type Decision } from '../events.js';
import type { Instance } from '../instance.js';
import type { SchedulerState } from '../scheduler-state.js';
import { victimsOf } from '../victims.js';
import { failedRoll } from './roll-failure.js';
import type { RollUnderWay } from './roll.js';
import { isMoving, isRetiring, sidesOf, wantedRoll, type Sides } from './sides.js';

/** What every roll under way, and every way back from one, needs next. */
export const rolls = (state: SchedulerState): readonly Decision[] =>
  state.activeDeployments().flatMap((deployment) => {
    const { roll } = deployment;
    if (roll?.state === 'rolling' && roll.mode === 'none') {
      return [finished(deployment, roll)];
    }
    return isMoving(state, deployment) ? (failedRoll(state, deployment) ?? nextStep(state, deployment)) : [];
  });

/**
 * One replica after the other: the next is only touched when every new instance is ready. Surge: a new one is made
 * beside the old ones, and when it is ready an old one retires. In place: an old one retires, and a new one is made in
 * the gap. On the way back from an undone roll the two sides have changed places, and what does not serve goes at once.
 */
function nextStep(state: SchedulerState, deployment: ActiveDeployment): readonly Decision[] {
  const sides = sidesOf(state, deployment);
  const useless = sides.going.filter((each) => each.state !== 'ready' && goesAtOnce(deployment, each));
  if (useless.length > 0) {
    return useless.map((each) => stopping(each, reasonFor(deployment)));
  }
  return sides.coming.some((each) => each.state !== 'ready') ? [] : replacement(state, deployment, sides);
}

const goesAtOnce = (deployment: ActiveDeployment, instance: Instance): boolean =>
  deployment.roll?.state !== 'rolling' || isRetiring(deployment, instance);

function replacement(
  state: SchedulerState,
  deployment: ActiveDeployment,
  { coming, going }: Sides,
): readonly Decision[] {
  const { roll, spec } = deployment;
  const outgoing = going.filter((each) => !isRetiring(deployment, each));
  const excess = coming.length + outgoing.length - spec.replicas;
  if (excess > 0 && outgoing.length > 0) {
    return victimsOf(outgoing, excess).map((each) => retirement(deployment, each));
  }
  if (going.length > outgoing.length) {
    return [];
  }
  if (coming.length < spec.replicas) {
    return roll?.mode === 'surge' || excess < 0
      ? [creation(state, deployment)]
      : victimsOf(outgoing, 1).map((each) => retirement(deployment, each));
  }
  return roll?.state === 'rolling' ? [finished(deployment, roll)] : [];
}

/** Who serves nobody needs no time for the requests under way. */
const retirement = (deployment: ActiveDeployment, instance: Instance): Decision =>
  instance.state === 'ready'
    ? {
        streamId: instanceStream(instance.id),
        type: 'InstanceRetiring',
        data: { roll: wantedRoll(deployment), reason: reasonFor(deployment) },
      }
    : stopping(instance, reasonFor(deployment));

const stopping = ({ id }: Instance, reason: string): Decision => ({
  streamId: instanceStream(id),
  type: 'InstanceStopping',
  data: { reason },
});

/** The new one is as senior as what it takes the place of: nobody who waits gets there first. */
function creation(state: SchedulerState, deployment: ActiveDeployment): Decision {
  const { name, spec, instancesMade } = deployment;
  const roll = wantedRoll(deployment);
  const all = state.instancesOf(name).map(({ createdPosition }) => createdPosition);
  return {
    streamId: instanceStream(`${name}-${instancesMade + 1}`),
    type: 'InstanceCreated',
    data: {
      deployment: name,
      modelName: spec.modelName ?? name,
      ...(roll > 0 ? { roll } : {}),
      ...(all.length > 0 ? { seniority: Math.min(...all) } : {}),
    },
  };
}

const finished = ({ name }: ActiveDeployment, { number, from, to }: RollUnderWay): Decision => ({
  streamId: deploymentStream(name),
  type: 'DeploymentRolled',
  data: { roll: number, from, to },
});

function reasonFor({ roll }: ActiveDeployment): string {
  if (!roll) {
    return 'another takes its place';
  }
  return roll.state === 'rolling'
    ? `rolled to revision ${roll.to.revision}`
    : `back to revision ${roll.from.revision} after an undone roll`;
}

/** The end of an instance that has had its time to finish what it was asked; nothing where that is not so any more. */
export function endRetirement(state: SchedulerState, id: string): readonly Decision[] {
  const instance = state.instance(id);
  const deployment = instance && state.deployment(instance.deployment);
  if (!instance || !deployment || deployment.state !== 'running' || instance.state === 'stopping') {
    return [];
  }
  return isRetiring(deployment, instance) && instance.state !== 'deleted'
    ? [stopping(instance, reasonFor(deployment))]
    : [];
}
