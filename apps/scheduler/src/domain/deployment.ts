import { deploymentEvents, type BackendPin, type DeploymentSpec } from '@enginehouse/contracts';
import type { VersionOption } from '@enginehouse/placement';
import { deploymentOptions } from './deployment-options.js';
import type { Logged } from './events.js';

interface Common {
  readonly name: string;
  /** Version of its stream. */
  readonly version: number;
  /** Log position of its last event: its revision. */
  readonly revision: number;
  /** How many instances were ever made under this name; the next one's number follows. */
  readonly instancesMade: number;
}

/** A user's wish as it stands; `spec.replicas` is the current number. */
export type ActiveDeployment = Common & {
  readonly state: 'running' | 'stopped';
  readonly spec: DeploymentSpec;
  readonly pin: BackendPin;
  /** Versions that may run it, best first, from the pinned definition. */
  readonly options: readonly VersionOption[];
  readonly createdAt: string;
  readonly createdBy: string;
};

/** A deployment, folded from its stream. A deleted one is remembered: its name may come back, its instances' names never. */
export type Deployment = ActiveDeployment | (Common & { readonly state: 'deleted' });

const isDeploymentEvent = (event: Logged): event is Logged<keyof typeof deploymentEvents> =>
  Object.hasOwn(deploymentEvents, event.type);

/** The deployment after an event of its stream. */
export function evolveDeployment(before: Deployment | undefined, event: Logged): Deployment | undefined {
  if (event.type === 'DeploymentCreated') {
    return created(before, event);
  }
  if (!before || before.state === 'deleted' || !isDeploymentEvent(event)) {
    return before;
  }
  const { version, position: revision } = event;
  switch (event.type) {
    case 'DeploymentScaled':
      return { ...before, version, revision, spec: { ...before.spec, replicas: event.data.to } };
    case 'DeploymentStopped':
      return { ...before, version, revision, state: 'stopped' };
    case 'DeploymentStarted':
      return { ...before, version, revision, state: 'running' };
    case 'DeploymentDeleted':
      return { name: before.name, version, revision, instancesMade: before.instancesMade, state: 'deleted' };
  }
}

function created(before: Deployment | undefined, event: Logged<'DeploymentCreated'>): ActiveDeployment {
  const { spec, pin } = event.data;
  const options = deploymentOptions(event.data);
  return {
    name: spec.name,
    version: event.version,
    revision: event.position,
    instancesMade: before?.instancesMade ?? 0,
    state: 'running',
    spec,
    pin,
    options: options.ok ? options.value : [],
    createdAt: event.recordedAt,
    createdBy: event.meta.actor,
  };
}
