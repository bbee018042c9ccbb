import { deploymentEvents } from '@enginehouse/contracts';
import { deploymentOptions } from './deployment-options.js';
import type { Logged } from './events.js';
import { rolled, rollReverted, rollStarted, type Rollable } from './roll/roll.js';

interface Common {
  readonly name: string;
  /** Version of its stream. */
  readonly version: number;
  /** Log position of its last event: its revision. */
  readonly revision: number;
  /** How many instances were ever made under this name; the next one's number follows. */
  readonly instancesMade: number;
}

/** A user's wish as it stands; `spec.replicas` is the current number. Its edition is the one it is pinned to. */
export type ActiveDeployment = Common &
  Rollable & {
    readonly state: 'running' | 'stopped';
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
      return { ...rollReverted(before, whileStopped, event), version, revision, state: 'stopped' };
    case 'DeploymentStarted':
      return { ...before, version, revision, state: 'running' };
    case 'DeploymentRollStarted':
      return { ...before, ...rollStarted(before, event), version, revision };
    case 'DeploymentRolled':
      return { ...rolled(before, event), version, revision };
    case 'DeploymentRollReverted':
      return { ...rollReverted(before, event.data, event), version, revision };
    case 'DeploymentDeleted':
      return { name: before.name, version, revision, instancesMade: before.instancesMade, state: 'deleted' };
  }
}

const whileStopped = { cause: 'stopped', detail: 'the deployment was stopped meanwhile', failure: null } as const;

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
    basis: 0,
    roll: null,
    createdAt: event.recordedAt,
    createdBy: event.meta.actor,
  };
}
