import { err, ok, type Problem, type Result, type RollMode, type RollSide } from '@enginehouse/contracts';
import { planRollout, type RolloutStep } from '@enginehouse/placement';
import { planFor } from '../container-plan.js';
import type { ActiveDeployment } from '../deployment.js';
import { placementOf, type Instance } from '../instance.js';
import { placementAskOf } from '../placement-ask-of.js';
import { checkRevision, findDeployment } from '../refusals.js';
import type { SchedulerState } from '../scheduler-state.js';
import { victimsOf } from '../victims.js';
import { snapshotOf } from '../worker-snapshot.js';
import { rollDeadline, type RollDeadline } from './roll-deadline.js';
import { nothingToRoll, rollBlocked, rollUnderWay } from './roll-refusals.js';
import { rollTarget, type RollTarget, type RollTargetQuestion } from './roll-target.js';
import type { Edition } from './roll.js';
import { isRetiring } from './sides.js';

/** Somebody thinks about a roll, or wants it. */
export interface RollQuestion extends RollTargetQuestion {
  readonly name: string;
  readonly expectedRevision?: number | undefined;
}

/** A roll as it would be done now, or as far as it could be thought through until it had to be refused. */
export interface RollDraft {
  readonly deployment: ActiveDeployment;
  /** Its instances now, in the order in which they would be replaced. */
  readonly outgoing: readonly Instance[];
  readonly from: RollSide;
  readonly to: RollSide;
  /** Null where it could not run at all. */
  readonly target: RollTarget | null;
  readonly way: Result<RollWay, Problem>;
  readonly deadline: RollDeadline;
}

/** How it would be done. */
export interface RollWay {
  readonly mode: RollMode;
  /** None where no instance is replaced. */
  readonly steps: readonly RolloutStep[];
  /** Why not by surge, where that was tried in vain. */
  readonly noSurge: string | null;
}

/** Thinks a roll through on what is known now; an error only where there is nothing to think about. */
export function draftRoll(state: SchedulerState, question: RollQuestion): Result<RollDraft, Problem> {
  const found = findDeployment(state, question.name);
  if (!found.ok) {
    return found;
  }
  const deployment = found.value;
  const stale = checkRevision(deployment, question.expectedRevision);
  if (stale) {
    return stale;
  }
  const current = state
    .instancesOf(deployment.name)
    .filter((each) => each.state !== 'stopping' && !isRetiring(deployment, each));
  const outgoing = victimsOf(current, current.length);
  const target = rollTarget(state, deployment, question);
  const way = target.ok ? wayTo(state, deployment, { outgoing, target: target.value, question }) : target;
  return ok({
    deployment,
    outgoing,
    from: sideOf(deployment, outgoing),
    to: targetSide(question, target, way),
    target: target.ok ? target.value : null,
    way: refusedBefore(state, deployment, question) ?? way,
    deadline: deadlineFor(deployment, outgoing, { question, way }),
  });
}

interface Aim {
  readonly outgoing: readonly Instance[];
  readonly target: RollTarget;
  readonly question: RollQuestion;
}

/** Two rolls at once, and one to what runs already, are refused whatever else there is to say. */
function refusedBefore(
  state: SchedulerState,
  deployment: ActiveDeployment,
  { pin, wish }: RollQuestion,
): Result<never, Problem> | undefined {
  const underWay = rollUnderWay(state, deployment);
  if (underWay) {
    return err(underWay);
  }
  const sameVersion = wish.version === undefined || wish.version === deployment.spec.version;
  return sameVersion && pin.revision === deployment.pin.revision ? err(nothingToRoll(deployment)) : undefined;
}

function wayTo(state: SchedulerState, deployment: ActiveDeployment, aim: Aim): Result<RollWay, Problem> {
  const { outgoing, target, question } = aim;
  const { replicas } = deployment.spec;
  if (deployment.state === 'stopped' || replicas === 0 || sameContainers(outgoing, target)) {
    return ok({ mode: 'none', steps: [], noSurge: null });
  }
  const rollout = {
    ask: placementAskOf(target),
    workers: state.workers().map(snapshotOf),
    ledger: state.ledger,
    outgoing: outgoing.map(({ id }) => id),
    replicas,
  };
  const surge = question.wish.mode === 'in-place' ? undefined : planRollout(rollout, 'surge');
  if (surge?.possible) {
    return ok({ mode: 'surge', steps: surge.steps, noSurge: null });
  }
  if (surge && question.wish.mode === 'surge') {
    return err(rollBlocked(deployment, 'surge', surge));
  }
  const inPlace = planRollout(rollout, 'in-place');
  return inPlace.possible
    ? ok({ mode: 'in-place', steps: inPlace.steps, noSurge: surge?.explanation.text ?? null })
    : err(rollBlocked(deployment, 'in-place', inPlace));
}

/** Whether every instance would be made exactly as it was made: then there is nothing to replace. */
const sameContainers = (instances: readonly Instance[], target: Edition): boolean =>
  instances.length > 0 &&
  instances.every((instance) => {
    const placement = placementOf(instance);
    const option = target.options.find(({ framework }) => framework === placement?.plan.framework);
    const planned = placement && option && planFor(target, option, placement.claim);
    return (
      planned?.ok === true &&
      planned.value.planDigest === placement?.planDigest &&
      option?.version === placement.version
    );
  });

/** The version that runs, or the one that would. */
function sideOf({ pin, options }: Edition, instances: readonly Instance[]): RollSide {
  const running = instances.flatMap((each) => placementOf(each) ?? [])[0];
  return { revision: pin.revision, version: (running ? running.version : options[0]?.version) ?? null };
}

function targetSide(
  { pin, wish }: RollQuestion,
  target: Result<RollTarget, Problem>,
  way: Result<RollWay, Problem>,
): RollSide {
  const step = way.ok ? way.value.steps[0] : undefined;
  const option = step?.option ?? (target.ok ? target.value.options[0] : undefined);
  return { revision: pin.revision, version: option?.version ?? wish.version ?? null };
}

function deadlineFor(
  deployment: ActiveDeployment,
  instances: readonly Instance[],
  { question, way }: { readonly question: RollQuestion; readonly way: Result<RollWay, Problem> },
): RollDeadline {
  const deadline = rollDeadline(deployment, instances, way.ok ? way.value.steps : []);
  const { readyWithinSeconds = deadline.readyWithinSeconds } = question.wish;
  return { ...deadline, readyWithinSeconds };
}
