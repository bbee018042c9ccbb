import type { ActiveDeployment } from '../deployment.js';
import { placementOf, type Instance } from '../instance.js';
import { isMoving } from '../roll/sides.js';
import type { SchedulerState } from '../scheduler-state.js';
import { makesWay, replacedBy, replacementOf } from './making-way.js';
import { Room } from './room.js';

/** What becomes of an instance on a worker that is drained, and why. */
export type Move = { readonly reason: string } & (
  | { readonly kind: 'under-way' }
  /** Another is to be made in its place: there is room. */
  | { readonly kind: 'begin'; readonly deployment: ActiveDeployment }
  /** The other one serves, or serves no later than this one would. */
  | { readonly kind: 'take-over' }
  /** There is no place elsewhere, or the other one does not get on. */
  | { readonly kind: 'stuck'; readonly replacement: Instance | undefined }
);

/** Judges instances of workers that are drained, one after the other: at a time one of a deployment is replaced. */
export class Moves {
  private readonly room: Room;
  private readonly begun = new Map<string, string>();

  constructor(private readonly state: SchedulerState) {
    this.room = new Room(state);
  }

  of(instance: Instance): Move {
    const deployment = this.state.deployment(instance.deployment);
    if (instance.state === 'stopping' || makesWay(instance)) {
      return { kind: 'under-way', reason: 'is being stopped' };
    }
    if (!deployment || deployment.state !== 'running') {
      return { kind: 'under-way', reason: 'its deployment ends' };
    }
    if (isMoving(this.state, deployment)) {
      return { kind: 'under-way', reason: 'its deployment is being rolled, which goes first' };
    }
    const replacement = replacementOf(this.state, instance);
    return replacement ? withReplacement(instance, replacement) : this.withoutReplacement(instance, deployment);
  }

  private withoutReplacement(instance: Instance, deployment: ActiveDeployment): Move {
    const before = this.begun.get(deployment.name) ?? this.replacedOf(deployment);
    if (before !== undefined) {
      return { kind: 'under-way', reason: `its turn comes after ${before}` };
    }
    const { worker, reason } = this.room.findFor(instance.id, deployment);
    if (worker === null) {
      return { kind: 'stuck', reason, replacement: undefined };
    }
    this.begun.set(deployment.name, instance.id);
    return { kind: 'begin', reason, deployment };
  }

  /** An instance of it that is being replaced already. */
  private readonly replacedOf = ({ name }: ActiveDeployment): string | undefined =>
    this.state.instancesOf(name).flatMap((each) => replacedBy(this.state, each)?.id ?? [])[0];
}

function withReplacement(instance: Instance, replacement: Instance): Move {
  const { id } = replacement;
  if (replacement.state === 'ready') {
    return { kind: 'take-over', reason: `${id} has taken its place` };
  }
  if (replacement.state === 'failed') {
    return { kind: 'stuck', reason: `${id}, which was to take its place, has failed`, replacement };
  }
  const placement = placementOf(replacement);
  if (!placement) {
    const reason = replacement.state === 'waiting' ? replacement.explanation.text : 'is to be placed';
    return { kind: 'stuck', reason, replacement };
  }
  return instance.state === 'ready'
    ? { kind: 'under-way', reason: `${id} on ${placement.worker} takes its place once it is ready` }
    : { kind: 'take-over', reason: `${id} on ${placement.worker} has taken its place` };
}
