import type { DrainPlan, DrainStep, DrainWish } from '@enginehouse/contracts';
import { nameList } from '@enginehouse/contracts';
import { makesWay, replacementOf } from '../../domain/drain/making-way.js';
import { Room } from '../../domain/drain/room.js';
import { placementOf, type Instance } from '../../domain/instance.js';
import type { SchedulerState } from '../../domain/scheduler-state.js';
import type { Worker } from '../../domain/worker.js';

/** What draining a worker would do with every instance there, tried on the room there is now. */
export function drainPlanOf(state: SchedulerState, worker: Worker, { force }: Pick<DrainWish, 'force'>): DrainPlan {
  const { name, cordoned, revision } = worker;
  const room = new Room(state, name);
  const steps = state.instancesOn(name).map((instance) => stepOf(state, room, { instance, force }));
  return {
    worker: name,
    workerRevision: revision,
    cordoned,
    text: planText(name, steps),
    steps,
    interrupted: interruptedBy(
      state,
      steps.filter(({ outcome }) => outcome === 'stops'),
    ),
    onlyHere: interruptedBy(state, steps),
  };
}

interface Asked {
  readonly instance: Instance;
  readonly force: boolean;
}

function stepOf(state: SchedulerState, room: Room, { instance, force }: Asked): DrainStep {
  const { id, deployment: name, state: now } = instance;
  const step = (outcome: DrainStep['outcome'], to: string | null, reason: string): DrainStep => ({
    instance: id,
    deployment: name,
    state: now,
    outcome,
    to,
    reason,
  });
  const deployment = state.deployment(name);
  if (now === 'stopping' || makesWay(instance) || deployment?.state !== 'running') {
    return step('ends', null, 'is being stopped');
  }
  const replacement = replacementOf(state, instance);
  const placement = replacement && placementOf(replacement);
  if (placement) {
    return step('moves', placement.worker, `${replacement.id} takes its place`);
  }
  const { worker, reason } = room.findFor(id, deployment);
  return worker === null ? step(force ? 'stops' : 'stays', null, reason) : step('moves', worker, reason);
}

/** Deployments that serve now and would not for a time: their last ready replicas are among those that are stopped. */
function interruptedBy(state: SchedulerState, stopped: readonly DrainStep[]): string[] {
  const ends = new Set(stopped.map(({ instance }) => instance));
  const touched = new Set(stopped.map(({ deployment }) => deployment));
  return [...touched].filter((name) => {
    const ready = state.instancesOf(name).filter((each) => each.state === 'ready' && !makesWay(each));
    return ready.length > 0 && ready.every(({ id }) => ends.has(id));
  });
}

function planText(worker: string, steps: readonly DrainStep[]): string {
  if (steps.length === 0) {
    return `Nothing runs on ${worker}: it is cordoned and that is all.`;
  }
  const parts = (Object.keys(phrases) as DrainStep['outcome'][]).flatMap((outcome) => {
    const names = steps.filter((each) => each.outcome === outcome).map(({ instance }) => instance);
    return names.length === 0 ? [] : [`${nameList(names)} ${phrases[outcome](names.length)}`];
  });
  return `${parts.join('; ')}.`;
}

const phrases: Readonly<Record<DrainStep['outcome'], (count: number) => string>> = {
  moves: (count) => (count === 1 ? 'moves, replaced before it stops' : 'move, each replaced before it stops'),
  stays: (count) => (count === 1 ? 'stays: no place elsewhere' : 'stay: no place elsewhere'),
  stops: (count) => (count === 1 ? 'is stopped and waits in the queue' : 'are stopped and wait in the queue'),
  ends: (count) => (count === 1 ? 'is ending already' : 'are ending already'),
};
