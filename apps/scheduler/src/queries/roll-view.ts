import type { RollView } from '@enginehouse/contracts';
import type { ActiveDeployment } from '../domain/deployment.js';
import type { Instance } from '../domain/instance.js';
import type { Roll } from '../domain/roll/roll.js';
import { isRetiring, movementOf, sidesOf } from '../domain/roll/sides.js';
import type { SchedulerState } from '../domain/scheduler-state.js';

type ReasonOf = (instance: Instance) => string;

/** A deployment's last roll as users see it. */
export function rollView(state: SchedulerState, deployment: ActiveDeployment, reasonOf: ReasonOf): RollView | null {
  const { roll, spec } = deployment;
  if (!roll) {
    return null;
  }
  const movement = movementOf(state, deployment);
  const ready = sidesOf(state, deployment).coming.filter((each) => each.state === 'ready').length;
  const undone = roll.state === 'reverted' ? roll : null;
  const { mode, from, to, readyWithinSeconds, startedAt, startedBy, why } = roll;
  return {
    state: movement === 'returning' && undone ? 'returning' : roll.state,
    mode,
    from,
    to,
    ready: Math.min(ready, spec.replicas),
    total: spec.replicas,
    readyWithinSeconds,
    startedAt,
    startedBy,
    why,
    endedAt: roll.state === 'rolling' ? null : roll.endedAt,
    reason: movement ? waitingFor(state, deployment, reasonOf) : ended(roll),
    cause: undone?.cause ?? null,
    failure: undone?.failure ?? null,
  };
}

/** What the next replica waits for; what became of the roll comes first where it was undone. */
function waitingFor(state: SchedulerState, deployment: ActiveDeployment, reasonOf: ReasonOf): string {
  const { coming, going } = sidesOf(state, deployment);
  const { roll } = deployment;
  const before = roll?.state === 'reverted' ? `${ended(roll)}; ` : '';
  const late = coming.find((each) => each.state !== 'ready');
  if (late) {
    return `${before}waiting for ${late.id} to be ready: ${reasonOf(late)}`;
  }
  const retiring = going.find((each) => isRetiring(deployment, each));
  return retiring
    ? `${before}${retiring.id} takes no new requests and has some time for those under way`
    : `${before}the next replica is being replaced`;
}

function ended(roll: Roll): string {
  const { from, to } = roll;
  switch (roll.state) {
    case 'rolling':
      return '';
    case 'rolled':
      return `rolled from revision ${from.revision} to ${to.revision}`;
    case 'reverted':
      return `the roll to revision ${to.revision} was undone: ${roll.detail}`;
  }
}

/** The reason of a deployment's state, with what its roll has to do with it. */
export function withRoll(state: SchedulerState, deployment: ActiveDeployment, reason: string): string {
  const { roll } = deployment;
  if (!roll || roll.state === 'rolled' || deployment.state === 'stopped') {
    return reason;
  }
  if (roll.state === 'reverted') {
    return `${reason}; ${ended(roll)}`;
  }
  const { coming } = sidesOf(state, deployment);
  const done = coming.filter((each) => each.state === 'ready').length;
  return `${reason}; being rolled to revision ${roll.to.revision}, ${done} of ${deployment.spec.replicas} replaced`;
}
