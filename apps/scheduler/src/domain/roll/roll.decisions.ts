import { err, ok } from '@enginehouse/contracts';
import type { Decided } from '../deployment.decisions.js';
import { deploymentStream } from '../events.js';
import { checkRevision, findDeployment } from '../refusals.js';
import type { SchedulerState } from '../scheduler-state.js';
import { draftRoll, type RollQuestion } from './roll-draft.js';
import { reverted } from './roll-failure.js';
import { noRollUnderWay } from './roll-refusals.js';

/** Starts a roll exactly as a plan of this moment describes it; refused with the plan's problem. */
export function startRoll(state: SchedulerState, question: RollQuestion): Decided {
  const drafted = draftRoll(state, question);
  if (!drafted.ok) {
    return drafted;
  }
  const { deployment, target, way, from, to, deadline } = drafted.value;
  if (!way.ok) {
    return way;
  }
  const { version } = question.wish;
  const { avoided = [] } = target ?? {};
  const data = {
    roll: (deployment.roll?.number ?? 0) + 1,
    from,
    to,
    mode: way.value.mode,
    pin: question.pin,
    ...(version === undefined ? {} : { version }),
    ...(avoided.length > 0 ? { avoided: [...avoided] } : {}),
    readyWithinSeconds: deadline.readyWithinSeconds,
  };
  return ok([{ streamId: deploymentStream(deployment.name), type: 'DeploymentRollStarted', data }]);
}

/** Undoes the roll under way; one that was undone already needs no second time. */
export function cancelRoll(
  state: SchedulerState,
  input: { readonly name: string; readonly expectedRevision?: number | undefined; readonly actor: string },
): Decided {
  const found = findDeployment(state, input.name);
  if (!found.ok) {
    return found;
  }
  const deployment = found.value;
  const stale = checkRevision(deployment, input.expectedRevision);
  if (stale) {
    return stale;
  }
  const { roll } = deployment;
  if (roll?.state === 'rolling') {
    return ok([reverted(deployment, roll, { cause: 'cancelled', detail: `cancelled by ${input.actor}` })]);
  }
  return roll?.state === 'reverted' ? ok([]) : err(noRollUnderWay(deployment));
}
