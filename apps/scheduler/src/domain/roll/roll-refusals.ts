import { problemOf, type Problem, type RejectionCode } from '@enginehouse/contracts';
import type { Rollout } from '@enginehouse/placement';
import type { ActiveDeployment } from '../deployment.js';
import type { SchedulerState } from '../scheduler-state.js';
import { movementOf } from './sides.js';

/** The refusal of what cannot be done while instances are being replaced; undefined where none are. */
export function rollUnderWay(state: SchedulerState, deployment: ActiveDeployment): Problem | undefined {
  const movement = movementOf(state, deployment);
  const { name, roll } = deployment;
  if (movement === null || !roll) {
    return undefined;
  }
  const detail =
    movement === 'rolling'
      ? `${name} is being rolled to revision ${roll.to.revision}.`
      : `${name} is on its way back to revision ${roll.from.revision}, after a roll that was undone.`;
  const cancel = `, or undo it: enginehouse deployment roll ${name} --cancel`;
  const hint = `Wait until that has ended${movement === 'rolling' ? cancel : ', or stop and start the deployment'}.`;
  return problemOf('roll-under-way', detail, { hint });
}

/** The refusal of a roll to what runs already. */
export const nothingToRoll = ({ name, pin }: ActiveDeployment): Problem =>
  problemOf('nothing-to-roll', `${name} runs revision ${pin.revision} of ${pin.backend} already.`, {
    hint: 'Change the backend, or name another revision or version.',
  });

/** A worker that was passed over for one of these could take it if less were there. */
const roomCodes: ReadonlySet<RejectionCode> = new Set(['gpu-count', 'gpu-memory', 'memory', 'cpus']);

/** The refusal of a roll that finds no room, with what is in the way. */
export function rollBlocked(
  { name, spec }: ActiveDeployment,
  mode: 'surge' | 'in-place',
  { replica, explanation }: Extract<Rollout, { possible: false }>,
): Problem {
  const which = spec.replicas === 1 ? 'the new replica' : `replica ${replica} of ${spec.replicas}`;
  if (!explanation.rejected.some(({ code }) => roomCodes.has(code))) {
    return problemOf('roll-blocked', `No worker can run ${which}: ${explanation.text}.`, {
      hint: 'Add a worker that can, or roll to a version or a revision that fits those that there are.',
      extra: { explanation },
    });
  }
  const after = mode === 'surge' ? 'beside those that run' : 'even after an old one has stopped';
  const inPlace = `or let the old replicas stop first: enginehouse deployment roll ${name} --mode in-place`;
  return problemOf('roll-blocked', `There is no room for ${which} ${after}: ${explanation.text}.`, {
    hint: mode === 'surge' ? `Make room, ${inPlace}` : 'Make room: scale something down, or add a worker.',
    extra: { explanation },
  });
}

/** The refusal to undo what is not going on. */
export const noRollUnderWay = ({ name, roll }: ActiveDeployment): Problem =>
  problemOf('no-roll-under-way', `${name} is not being rolled.`, {
    hint: roll
      ? `Its last roll, to revision ${roll.to.revision}, has ended. To go back, roll it to revision ${roll.from.revision}.`
      : 'It was never rolled.',
  });
