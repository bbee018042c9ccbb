import { Ledger } from '@enginehouse/placement';
import { evolveDeployment, type ActiveDeployment, type Deployment } from './deployment.js';
import { subjectOf, useStream, type Logged, type SchedulingEventType } from './events.js';
import {
  evolveInstance,
  placementOf,
  type Instance,
  type StoppingInstance,
  type UnplacedInstance,
} from './instance.js';
import { evolveUse, freeToUse, type BackendUse, type UseHold } from './use-holds.js';
import { evolveWorker, type Worker } from './worker.js';

/** Who decides what follows from the log, as events name it. */
export const schedulerActor = 'service:scheduler';

/** How many commands can be repeated and still get their first answer. */
const rememberedCommands = 10_000;
/** How many deleted instances can still be asked about. */
const rememberedEndings = 1000;

/** The events that a command writes: a repeated command finds them by their id and is answered the same. */
const commanded: ReadonlySet<SchedulingEventType> = new Set([
  'DeploymentCreated',
  'DeploymentScaled',
  'DeploymentStopped',
  'DeploymentStarted',
  'DeploymentDeleted',
  'DeploymentRollStarted',
  'DeploymentRollReverted',
  'InstanceStopping',
  'InstanceRetried',
  'WorkerCordoned',
  'WorkerUncordoned',
  'WorkerDrainStarted',
  'WorkerLeft',
  'WorkerAdmitted',
  'UseHeld',
  'UseReleased',
]);

/** An event that was folded; for an instance's event, the instance on both sides of it. */
export interface Change {
  readonly event: Logged;
  readonly before: Instance | undefined;
  readonly after: Instance | undefined;
}

/**
 * Everything the scheduler knows: the fold of its whole log. It changes only by `apply`, in log order; what it holds is
 * immutable, the maps are its own. Decisions and queries read it and nothing else.
 */
export class SchedulerState {
  /** Position of the last event that was folded. */
  position = 0;
  readonly ledger = new Ledger();
  private readonly versions = new Map<string, number>();
  private readonly deploymentsByName = new Map<string, Deployment>();
  private readonly instancesById = new Map<string, Instance>();
  private readonly instancesByDeployment = new Map<string, Set<string>>();
  private readonly workersByName = new Map<string, Worker>();
  private readonly usesByStream = new Map<string, BackendUse>();
  private readonly unplacedIds = new Set<string>();
  private readonly stoppingIds = new Set<string>();
  private readonly endings: string[] = [];
  private readonly commandedEvents = new Map<string, Logged>();

  /** Moves past an event that this release does not know. */
  skip({ position, streamId, version }: Pick<Logged, 'position' | 'streamId' | 'version'>): void {
    this.position = position;
    this.versions.set(streamId, version);
  }

  apply(event: Logged): Change {
    this.skip(event);
    this.rememberCommand(event);
    const name = subjectOf(event.streamId);
    const before = this.instancesById.get(name);
    switch (event.streamId.slice(0, event.streamId.indexOf(':'))) {
      case 'deployment':
        this.applyToDeployment(name, event);
        break;
      case 'instance':
        this.applyToInstance(name, event);
        return { event, before, after: this.instancesById.get(name) };
      case 'worker':
        this.applyToWorker(name, event);
        break;
      case 'use':
        this.applyToUse(event);
        break;
    }
    return { event, before: undefined, after: undefined };
  }

  /** How many events a stream has; 0 where there is none. */
  versionOf(streamId: string): number {
    return this.versions.get(streamId) ?? 0;
  }

  deployment(name: string): Deployment | undefined {
    return this.deploymentsByName.get(name);
  }

  /** Every deployment that is not deleted, by age. */
  activeDeployments(): readonly ActiveDeployment[] {
    return [...this.deploymentsByName.values()].flatMap((each) => (each.state === 'deleted' ? [] : [each]));
  }

  /** Every deployment name ever used, deleted ones included. */
  deployments(): Iterable<Deployment> {
    return this.deploymentsByName.values();
  }

  instance(id: string): Instance | undefined {
    return this.instancesById.get(id);
  }

  /** A deployment's instances that are not deleted, in the order in which they were made. */
  instancesOf(deployment: string): readonly Instance[] {
    const ids = this.instancesByDeployment.get(deployment) ?? [];
    return [...ids].flatMap((id) => this.instancesById.get(id) ?? []);
  }

  /** Every instance that is not deleted. */
  liveInstances(): readonly Instance[] {
    return [...this.instancesById.values()].filter(({ state }) => state !== 'deleted');
  }

  /** Instances that need a worker, longest waiting first. */
  unplaced(): readonly UnplacedInstance[] {
    const instances = [...this.unplacedIds].flatMap((id) => this.instancesById.get(id) ?? []);
    return (instances as readonly UnplacedInstance[]).toSorted((a, b) => a.createdPosition - b.createdPosition);
  }

  stopping(): readonly StoppingInstance[] {
    return [...this.stoppingIds].flatMap((id) => (this.instancesById.get(id) as StoppingInstance | undefined) ?? []);
  }

  worker(name: string): Worker | undefined {
    return this.workersByName.get(name);
  }

  /** Every worker that has not left, by name. */
  workers(): readonly Worker[] {
    const present = [...this.workersByName.values()].filter(({ state }) => state !== 'left');
    return present.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  leftWorkers(): readonly Worker[] {
    return [...this.workersByName.values()].filter(({ state }) => state === 'left');
  }

  /** What keeps deployments off a backend, whatever the case of its name. */
  useOf(backend: string): BackendUse {
    return this.usesByStream.get(useStream(backend)) ?? freeToUse;
  }

  /** Every removal that is under way. */
  useHolds(): readonly UseHold[] {
    return [...this.usesByStream.values()].flatMap(({ holds }) => [...holds.values()]);
  }

  /** The instances that hold a claim on a worker. */
  instancesOn(worker: string): readonly Instance[] {
    return this.ledger.reservationsOn(worker).flatMap(({ instance }) => this.instancesById.get(instance) ?? []);
  }

  /** The event that a command already wrote under this id. */
  commandedEvent(id: string): Logged | undefined {
    return this.commandedEvents.get(id);
  }

  /** Beyond the last few thousand, the log itself still refuses an id that it has. */
  private rememberCommand(event: Logged): void {
    if (!commanded.has(event.type) || event.meta.actor === schedulerActor) {
      return;
    }
    this.commandedEvents.set(event.id, event);
    const [oldest] = this.commandedEvents.keys();
    if (this.commandedEvents.size > rememberedCommands && oldest !== undefined) {
      this.commandedEvents.delete(oldest);
    }
  }

  private applyToDeployment(name: string, event: Logged): void {
    const after = evolveDeployment(this.deploymentsByName.get(name), event);
    if (after) {
      this.deploymentsByName.set(name, after);
    }
  }

  private applyToWorker(name: string, event: Logged): void {
    const after = evolveWorker(this.workersByName.get(name), event);
    if (after) {
      this.workersByName.set(name, after);
    }
  }

  private applyToUse(event: Logged): void {
    if (event.type === 'UseHeld' || event.type === 'UseReleased') {
      this.usesByStream.set(event.streamId, evolveUse(this.useOf(event.data.backend), event));
    }
  }

  private applyToInstance(id: string, event: Logged): void {
    const before = this.instancesById.get(id);
    const after = evolveInstance(before, event);
    if (!after) {
      return;
    }
    this.instancesById.set(id, after);
    if (!before) {
      this.countNew(after);
    }
    this.index(after);
    this.claim(before, after);
  }

  private countNew({ id, deployment }: Instance): void {
    const siblings = this.instancesByDeployment.get(deployment) ?? new Set();
    this.instancesByDeployment.set(deployment, siblings.add(id));
    const owner = this.deploymentsByName.get(deployment);
    if (owner) {
      this.deploymentsByName.set(deployment, { ...owner, instancesMade: owner.instancesMade + 1 });
    }
  }

  private index(instance: Instance): void {
    const { id, state } = instance;
    setMembership(this.unplacedIds, id, state === 'queued' || state === 'waiting');
    setMembership(this.stoppingIds, id, state === 'stopping');
    if (state === 'deleted') {
      this.forget(instance);
    }
  }

  private forget({ id, deployment }: Instance): void {
    this.instancesByDeployment.get(deployment)?.delete(id);
    this.endings.push(id);
    if (this.endings.length > rememberedEndings) {
      this.instancesById.delete(this.endings.shift() ?? '');
    }
  }

  /** Whoever has a placement holds its claim, until the container is known to be gone or the placement was given up. */
  private claim(before: Instance | undefined, after: Instance): void {
    const held = before && placementOf(before);
    const placement = placementOf(after);
    if (placement === held) {
      return;
    }
    if (placement) {
      const { worker, claim } = placement;
      this.ledger.hold({ instance: after.id, deployment: after.deployment, worker, claim });
    } else {
      this.ledger.release(after.id);
    }
  }
}

const setMembership = (set: Set<string>, id: string, member: boolean): void => {
  if (member) {
    set.add(id);
  } else {
    set.delete(id);
  }
};
