import type { Explanation } from '@enginehouse/contracts';
import { Placer, type Ledger, type PlacementOutcome } from '@enginehouse/placement';
import { planFor } from './container-plan.js';
import type { ActiveDeployment, Deployment } from './deployment.js';
import { drains } from './drain/drain-steps.js';
import { drainOf, makesWay, surplusOf } from './drain/making-way.js';
import { instanceStream, subjectOf, type Decision, type Logged, type SchedulingEventType } from './events.js';
import type { Instance, UnplacedInstance } from './instance.js';
import { placementAskOf } from './placement-ask-of.js';
import { rolls } from './roll/roll-steps.js';
import type { Edition } from './roll/roll.js';
import { editionOf, isMoving } from './roll/sides.js';
import type { SchedulerState } from './scheduler-state.js';
import { victimsOf } from './victims.js';
import { evictions } from './worker.decisions.js';
import { snapshotOf } from './worker-snapshot.js';

/** The events after which there may be something to decide; every other only changes what is known. */
const waking: ReadonlySet<SchedulingEventType> = new Set([
  'DeploymentCreated',
  'DeploymentScaled',
  'DeploymentStopped',
  'DeploymentStarted',
  'DeploymentDeleted',
  'DeploymentRollStarted',
  'DeploymentRolled',
  'DeploymentRollReverted',
  'InstanceCreated',
  'InstanceStopping',
  'InstanceEvicted',
  'InstanceRetried',
  'InstanceDeleted',
  'ContainerRemoved',
  'WorkerJoined',
  'WorkerReported',
  'WorkerReturned',
  'WorkerUnreachable',
  'WorkerCordoned',
  'WorkerUncordoned',
  'WorkerDrainStarted',
  'WorkerDrainOverdue',
  'WorkerLeft',
]);

/** What a roll or a drain goes on after. */
const wakingMoves: ReadonlySet<SchedulingEventType> = new Set([
  'InstanceReady',
  'ContainerExited',
  'StartFailed',
  'InstanceFailed',
  'InstanceUnhealthy',
]);

/** Whether an event that is about to be folded gives `reconcile` something to do. */
export const wakes = ({ type, streamId }: Pick<Logged, 'type' | 'streamId'>, state: SchedulerState): boolean =>
  waking.has(type) || (wakingMoves.has(type) && isReplaced(state, subjectOf(streamId)));

function isReplaced(state: SchedulerState, id: string): boolean {
  const instance = state.instance(id);
  if (instance && (instance.replaces !== null || drainOf(state, instance))) {
    return true;
  }
  const deployment = instance && state.deployment(instance.deployment);
  return deployment !== undefined && deployment.state !== 'deleted' && isMoving(state, deployment);
}

/**
 * The next step from what is to what is wished: what ended is forgotten, then rolls go on, then instances are made and
 * stopped, and only when all of that is in the log, those that wait are placed. Drains come last, in the room that is
 * left. Call it again with the events folded until it has nothing more to say.
 */
export function reconcile(state: SchedulerState): readonly Decision[] {
  for (const step of [endings, departures, rolls, replicas, placements]) {
    const decisions = step(state);
    if (decisions.length > 0) {
      return decisions;
    }
  }
  return drains(state);
}

/** What was to stop and has stopped, or never ran. */
function endings(state: SchedulerState): readonly Decision[] {
  return state.stopping().flatMap((instance) => {
    const { placement, seen, reason, id } = instance;
    return placement === null || seen.gone
      ? [{ streamId: instanceStream(id), type: 'InstanceDeleted' as const, data: { reason } }]
      : [];
  });
}

function replicas(state: SchedulerState): readonly Decision[] {
  return [...state.deployments()].flatMap((deployment) => {
    if (deployment.state === 'running' && isMoving(state, deployment)) {
      return [];
    }
    const present = state.instancesOf(deployment.name).filter((each) => each.state !== 'stopping');
    if (deployment.state !== 'running') {
      return present.map((each) => stop(each, reasonFor(deployment, 0)));
    }
    // What another has replaced ends by itself; what is still to be replaced counts beside its replacement.
    const current = present.filter((each) => !makesWay(each));
    const wanted = deployment.spec.replicas + surplusOf(state, current);
    return current.length < wanted
      ? creations(deployment, wanted - current.length)
      : victimsOf(current, current.length - wanted, (each) => drainOf(state, each) !== undefined).map((each) =>
          stop(each, isReplacedNoMore(state, each) ? notNeeded(each) : reasonFor(deployment, deployment.spec.replicas)),
        );
  });
}

/** Whether it was made to take the place of one that stays after all. */
const isReplacedNoMore = (state: SchedulerState, { replaces }: Instance): boolean =>
  replaces !== null && state.instance(replaces)?.state === 'ready';

const notNeeded = ({ replaces }: Instance): string => `${replaces} stays where it is`;

function creations({ name, spec, instancesMade, basis }: ActiveDeployment, count: number): readonly Decision[] {
  return Array.from({ length: count }, (_, index) => ({
    streamId: instanceStream(`${name}-${instancesMade + index + 1}`),
    type: 'InstanceCreated' as const,
    data: { deployment: name, modelName: spec.modelName ?? name, ...(basis > 0 ? { roll: basis } : {}) },
  }));
}

const stop = ({ id }: Instance, reason: string): Decision => ({
  streamId: instanceStream(id),
  type: 'InstanceStopping',
  data: { reason },
});

function reasonFor({ state }: Deployment, wanted: number): string {
  const reasons: Record<Deployment['state'], string> = {
    running: `scaled down to ${wanted}`,
    stopped: 'the deployment was stopped',
    deleted: 'the deployment was deleted',
  };
  return reasons[state];
}

/** Whatever ran on a worker that left needs another one. */
const departures = (state: SchedulerState): readonly Decision[] =>
  state.leftWorkers().flatMap(({ name }) => evictions(state, name, `worker ${name} left`));

function placements(state: SchedulerState): readonly Decision[] {
  const waiting = state.unplaced();
  if (waiting.length === 0) {
    return [];
  }
  const workers = state.workers().map(snapshotOf);
  const ledger = state.ledger.copy();
  const placers = new Map<Edition, Placer>();
  const refused = new Map<Edition, Explanation>();
  return waiting.flatMap((instance) => {
    const deployment = state.deployment(instance.deployment);
    if (!deployment || deployment.state === 'deleted') {
      return [];
    }
    // Claims only grow while this goes on: who was refused once needs no second look.
    const edition = editionOf(deployment, instance);
    const known = refused.get(edition);
    if (known) {
      return waitingBecause(instance, known);
    }
    const placer = placers.get(edition) ?? new Placer(placementAskOf(edition), workers);
    placers.set(edition, placer);
    const outcome = placer.place(ledger);
    if (outcome.placed) {
      return placed(instance, edition, outcome, ledger);
    }
    refused.set(edition, outcome.explanation);
    return waitingBecause(instance, outcome.explanation);
  });
}

type Placed = Extract<PlacementOutcome, { placed: true }>;

function placed(instance: UnplacedInstance, edition: Edition, outcome: Placed, ledger: Ledger): readonly Decision[] {
  const { worker, claim, option, explanation } = outcome;
  const { pin } = edition;
  const planned = planFor(edition, option, claim);
  if (!planned.ok) {
    const text = `no container can be made from ${pin.backend}: ${planned.error[0]?.detail ?? ''}`;
    return waitingBecause(instance, { ...explanation, outcome: 'waiting', text, candidates: [] });
  }
  ledger.hold({ instance: instance.id, deployment: instance.deployment, worker, claim });
  const data = {
    generation: instance.generation + 1,
    worker,
    claim,
    backend: pin.backend,
    revision: pin.revision,
    version: option.version,
    versionReason: option.reason,
    ...planned.value,
    explanation,
  };
  return [{ streamId: instanceStream(instance.id), type: 'InstancePlaced', data }];
}

function waitingBecause(instance: UnplacedInstance, explanation: Explanation): readonly Decision[] {
  const unchanged = instance.state === 'waiting' && gist(instance.explanation) === gist(explanation);
  return unchanged ? [] : [{ streamId: instanceStream(instance.id), type: 'InstanceWaiting', data: { explanation } }];
}

/** What makes an explanation another one: who is passed over for what. The numbers move with every placement elsewhere. */
const gist = ({ considered, rejected }: Explanation): string =>
  JSON.stringify([considered, rejected.map(({ code, count, workers }) => [code, count, workers.map((w) => w.worker)])]);
