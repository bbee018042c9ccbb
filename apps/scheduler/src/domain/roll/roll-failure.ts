import type { RollFailure, RollRevertCause } from '@enginehouse/contracts';
import type { Ending } from '../container-seen.js';
import type { ActiveDeployment } from '../deployment.js';
import { deploymentStream, type Decision } from '../events.js';
import type { Instance } from '../instance.js';
import type { SchedulerState } from '../scheduler-state.js';
import type { RollUnderWay } from './roll.js';
import { sidesOf } from './sides.js';

/** Undoes a roll as soon as one of its instances has failed: an explicit change is not tried again and again. */
export function failedRoll(state: SchedulerState, deployment: ActiveDeployment): readonly Decision[] | undefined {
  const { roll } = deployment;
  if (roll?.state !== 'rolling') {
    return undefined;
  }
  const failed = sidesOf(state, deployment).coming.find((each) => failureOf(each) !== undefined);
  const ending = failed && failureOf(failed);
  return failed && ending
    ? [reverted(deployment, roll, { cause: 'failed', detail: `${failed.id}: ${ending.detail}`, of: failed })]
    : undefined;
}

/** How its container ended, where that is the instance's own fault and not that of a host or a registry that was away. */
function failureOf(instance: Instance): Ending | undefined {
  if (instance.state === 'failed') {
    return instance.seen.ending ?? unknownEnding;
  }
  const ending = instance.state === 'backing-off' ? instance.seen.ending : null;
  return ending && ending.retriedAt === undefined && ending.restartInSeconds !== 0 ? ending : undefined;
}

const unknownEnding: Ending = {
  detail: 'failed',
  exitCode: null,
  oomKilled: false,
  lastLogLines: [],
  attempt: 1,
  restartInSeconds: null,
};

/** The new instance that a deadline is about; another generation of it has a deadline of its own. */
export interface Awaited {
  readonly deployment: string;
  readonly roll: number;
  readonly instance: string;
  readonly generation: number;
}

/** Undoes a roll whose instance was not ready in time; nothing where it is by now, or the roll is over. */
export function overdueRoll(state: SchedulerState, awaited: Awaited): readonly Decision[] {
  const deployment = state.deployment(awaited.deployment);
  const instance = state.instance(awaited.instance);
  if (!deployment || deployment.state === 'deleted' || deployment.roll?.state !== 'rolling') {
    return [];
  }
  const { roll } = deployment;
  if (!instance || roll.number !== awaited.roll || !isAwaited(instance) || instance.generation !== awaited.generation) {
    return [];
  }
  const detail = `${instance.id} was not ready within ${roll.readyWithinSeconds} s: ${lastSeen(instance)}`;
  return [reverted(deployment, roll, { cause: 'overdue', detail, of: instance })];
}

/** Whether it may still become ready. */
export const isAwaited = ({ state }: Instance): boolean =>
  state !== 'ready' && state !== 'stopping' && state !== 'deleted';

function lastSeen(instance: Instance): string {
  if (instance.state === 'waiting') {
    return instance.explanation.text;
  }
  const seen = 'seen' in instance ? instance.seen : null;
  if (seen?.ending) {
    return seen.ending.detail;
  }
  return seen?.lastAnswer
    ? `it was ${instance.state}, the last answer was ${seen.lastAnswer.answer}`
    : `it was ${instance.state}`;
}

interface Why {
  readonly cause: RollRevertCause;
  readonly detail: string;
  readonly of?: Instance;
}

/** The event that undoes a roll. */
export const reverted = (
  { name }: Pick<ActiveDeployment, 'name'>,
  { number, from, to }: RollUnderWay,
  { cause, detail, of }: Why,
): Decision => ({
  streamId: deploymentStream(name),
  type: 'DeploymentRollReverted',
  data: { roll: number, from, to, cause, detail, failure: of ? failureFacts(of) : null },
});

function failureFacts(instance: Instance): RollFailure {
  const ending = 'seen' in instance ? instance.seen.ending : null;
  return {
    instance: instance.id,
    exitCode: ending?.exitCode ?? null,
    oomKilled: ending?.oomKilled ?? false,
    lastLogLines: [...(ending?.lastLogLines ?? [])],
  };
}
