import type { ActiveDeployment } from '../deployment.js';
import { instanceStream, workerStream, type Decision } from '../events.js';
import type { Instance } from '../instance.js';
import type { SchedulerState } from '../scheduler-state.js';
import type { Worker } from '../worker.js';
import type { Drain } from './drain.js';
import { makesWay } from './making-way.js';
import { Moves, type Move } from './moves.js';

type Draining = Worker & { readonly drain: Drain };

/**
 * What every drain under way needs next. It comes last: only where nothing waits for a place that is there, the room
 * that is found is really free.
 */
export function drains(state: SchedulerState): readonly Decision[] {
  const draining = state.workers().filter((each): each is Draining => each.drain?.state === 'draining');
  if (draining.length === 0) {
    return [];
  }
  const moves = new Moves(state);
  return draining.flatMap((worker) => stepOf(state, worker, moves));
}

function stepOf(state: SchedulerState, { name, drain }: Draining, moves: Moves): readonly Decision[] {
  const instances = state.instancesOn(name);
  return instances.length === 0
    ? [{ streamId: workerStream(name), type: 'WorkerDrained', data: { drain: drain.number } }]
    : instances.flatMap((instance) => decisionsOn({ instance, drain, worker: name }, moves.of(instance)));
}

interface Held {
  readonly instance: Instance;
  readonly drain: Drain;
  readonly worker: string;
}

function decisionsOn(held: Held, move: Move): readonly Decision[] {
  const { instance, drain, worker } = held;
  if (drain.overdue && instance.state !== 'stopping' && !makesWay(instance)) {
    return [stopping(instance, `the time to drain ${worker} is over`)];
  }
  switch (move.kind) {
    case 'under-way':
      return [];
    case 'begin':
      return [creation(move.deployment, instance)];
    case 'take-over':
      return [retirement(held, move)];
    case 'stuck':
      return drain.force ? [stopping(instance, `${worker} is drained by force`)] : withdrawn(move.replacement);
  }
}

/** What lost its place before it served is given up again; the old one serves on. */
const withdrawn = (replacement: Instance | undefined): readonly Decision[] =>
  replacement && replacement.state === 'waiting'
    ? [stopping(replacement, `there is no place for it; ${replacement.replaces} stays`)]
    : [];

/** Who serves nobody needs no time for the requests under way. */
const retirement = ({ instance, worker }: Held, { reason }: Move): Decision =>
  instance.state === 'ready'
    ? {
        streamId: instanceStream(instance.id),
        type: 'InstanceRetiring',
        data: { reason: `${worker} is drained, ${reason}` },
      }
    : stopping(instance, `${worker} is drained, ${reason}`);

const stopping = ({ id }: Instance, reason: string): Decision => ({
  streamId: instanceStream(id),
  type: 'InstanceStopping',
  data: { reason },
});

function creation({ name, spec, instancesMade, basis }: ActiveDeployment, instance: Instance): Decision {
  return {
    streamId: instanceStream(`${name}-${instancesMade + 1}`),
    type: 'InstanceCreated',
    data: {
      deployment: name,
      modelName: spec.modelName ?? name,
      ...(basis > 0 ? { roll: basis } : {}),
      seniority: instance.createdPosition,
      replaces: instance.id,
    },
  };
}

/** The end of an instance that has had its time to finish what it was asked. */
export function endMakingWay(state: SchedulerState, id: string): readonly Decision[] {
  const instance = state.instance(id);
  return instance && makesWay(instance) && instance.state !== 'stopping' && instance.state !== 'deleted'
    ? [stopping(instance, instance.retiring?.reason ?? '')]
    : [];
}
