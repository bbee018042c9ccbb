import { eventText, type RecordedEvent } from '@enginehouse/contracts';
import type { DeploymentHappening } from '@enginehouse/contracts/http';

/** Picks a deployment's events out of the scheduling log, which must be read from its creation on. */
export class DeploymentTimeline {
  private readonly instances = new Set<string>();
  private deleted = false;

  constructor(private readonly deployment: string) {}

  /** The event as a happening, or undefined when it is somebody else's. */
  take(event: RecordedEvent): DeploymentHappening | undefined {
    const instance = instanceOf(event);
    if (instance === undefined) {
      return this.takeOwn(event);
    }
    if (event.type === 'InstanceCreated' && deploymentIn(event) === this.deployment) {
      this.instances.add(instance);
    }
    if (!this.instances.has(instance)) {
      return undefined;
    }
    if (event.type === 'InstanceDeleted') {
      this.instances.delete(instance);
    }
    return { ...happening(event), instance };
  }

  /** Nothing more will happen: it is deleted and so are its instances. */
  get isOver(): boolean {
    return this.deleted && this.instances.size === 0;
  }

  private takeOwn(event: RecordedEvent): DeploymentHappening | undefined {
    if (event.streamId !== `deployment:${this.deployment}`) {
      return undefined;
    }
    this.deleted = event.type === 'DeploymentDeleted';
    return happening(event);
  }
}

const happening = (event: RecordedEvent): DeploymentHappening => ({
  position: event.position,
  at: event.recordedAt,
  type: event.type,
  actor: event.meta.actor,
  ...(event.meta.reason === undefined ? {} : { reason: event.meta.reason }),
  text: eventText(event),
});

const instancePrefix = 'instance:';

const instanceOf = (event: RecordedEvent) =>
  event.streamId.startsWith(instancePrefix) ? event.streamId.slice(instancePrefix.length) : undefined;

const deploymentIn = (event: RecordedEvent) => (event.data as { readonly deployment?: unknown } | null)?.deployment;
