import type { RollPlan, RollStep } from '@enginehouse/contracts';
import type { VersionOption } from '@enginehouse/placement';
import { placementOf, type Instance, type Placement } from '../../domain/instance.js';
import type { RollDraft, RollWay } from '../../domain/roll/roll-draft.js';
import type { Edition } from '../../domain/roll/roll.js';
import type { SchedulerState } from '../../domain/scheduler-state.js';
import { containerChanges, containerSide, type ContainerSide, type Ground } from './container-changes.js';
import { planText } from './plan-text.js';

/** What a worker gives a container to end by itself. */
const stopGraceSeconds = 10;

/** What the view needs to know beside the draft. */
export interface PlanSurroundings {
  readonly currentRevision: number;
  readonly drainSeconds: number;
}

/** A thought-through roll as people see it. */
export function rollPlanView(state: SchedulerState, draft: RollDraft, around: PlanSurroundings): RollPlan {
  const { deployment, from, to, target, way, deadline } = draft;
  const { before, after } = sidesOfPlan(state, draft);
  const downtime = downtimeOf(draft, around);
  return {
    deployment: deployment.name,
    deploymentRevision: deployment.revision,
    backend: deployment.pin.backend,
    currentRevision: around.currentRevision,
    from: { ...from, image: before?.plan.image ?? null },
    to: { ...to, image: after?.plan.image ?? null, versionReason: after?.option.reason ?? '' },
    outcome: outcomeOf(draft),
    text: planText(draft, downtime),
    changes: before && after ? containerChanges(before, after) : [],
    steps: target && way.ok ? stepsOf(draft, way.value) : [],
    downtime,
    ...deadline,
    problem: way.ok ? null : way.error,
  };
}

function outcomeOf({ way }: RollDraft): RollPlan['outcome'] {
  if (way.ok) {
    return way.value.mode;
  }
  return way.error.code === 'nothing-to-roll' ? 'nothing' : 'refused';
}

interface PlanSides {
  readonly before: ContainerSide | undefined;
  readonly after: ContainerSide | undefined;
}

/** Both containers on the devices of a replica that runs; where none does, or the framework changes, on unknown ones. */
function sidesOfPlan(state: SchedulerState, draft: RollDraft): PlanSides {
  const { deployment, target } = draft;
  const placement = draft.outgoing.flatMap((each) => placementOf(each) ?? []).at(-1);
  const old = runningOption(deployment, placement);
  const fresh = target ? nextOption(draft, target, old?.framework) : undefined;
  const ground = old?.framework === fresh?.framework ? groundOf(state, placement) : unknownGround;
  return {
    before: old && containerSide(deployment, old, ground),
    after: target && fresh ? containerSide(target, fresh, ground) : undefined,
  };
}

const runningOption = ({ options }: Edition, placement: Placement | undefined): VersionOption | undefined =>
  options.find(({ version, framework }) => version === placement?.version && framework === placement.plan.framework) ??
  options[0];

/** What the first replica gets; where that is not known, what suits the devices of those that run. */
const nextOption = ({ way }: RollDraft, { options }: Edition, framework?: string): VersionOption | undefined =>
  (way.ok ? way.value.steps[0]?.option : undefined) ??
  options.find((option) => option.framework === framework) ??
  options[0];

const unknownGround: Ground = { worker: null, claim: null };

const groundOf = (state: SchedulerState, placement: Placement | undefined): Ground =>
  placement ? { worker: state.worker(placement.worker)?.report ?? null, claim: placement.claim } : unknownGround;

function stepsOf({ outgoing }: RollDraft, { steps }: RollWay): RollStep[] {
  return steps.map(({ outgoing: leaving, worker, explanation }) => ({
    instance: leaving,
    from: workerOf(outgoing.find(({ id }) => id === leaving)),
    to: worker,
    reason: explanation.text,
  }));
}

const workerOf = (instance: Instance | undefined): string | null => (instance && placementOf(instance)?.worker) ?? null;

/** In place, each replica is away while the old one finishes and stops and the new one starts. */
function downtimeOf({ way, outgoing, deadline }: RollDraft, { drainSeconds }: PlanSurroundings): RollPlan['downtime'] {
  if (!way.ok || way.value.mode !== 'in-place') {
    return null;
  }
  const serving = outgoing.filter(({ state }) => state === 'ready');
  return {
    replicas: serving.map(({ id }) => id),
    worstSeconds: Math.ceil(drainSeconds + stopGraceSeconds + deadline.readyWithinSeconds),
    noneReady: serving.length < 2,
  };
}
