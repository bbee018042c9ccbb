import {
  instanceEvents,
  instanceFacts,
  type Claim,
  type ContainerPlan,
  type Explanation,
  type InstanceEventType,
  type InstanceFactType,
  type InstanceState,
} from '@enginehouse/contracts';
import { noContainer, observe, type ContainerSeen } from './container-seen.js';
import type { DataOf, Logged } from './events.js';
import { nextState } from './instance-transitions.js';

export type InstanceEvent = Logged<InstanceEventType>;

/** A decision to run an instance on a worker, as the log holds it. */
export interface Placement {
  readonly generation: number;
  readonly worker: string;
  readonly claim: Claim;
  readonly backend: string;
  readonly revision: number;
  readonly version: string | null;
  readonly versionReason: string;
  readonly plan: ContainerPlan;
  readonly planDigest: string;
  readonly explanation: Explanation;
  /** The event that decided it: what the worker then tells was caused by it. */
  readonly decidedBy: { readonly id: string; readonly correlationId: string };
}

interface Common {
  readonly id: string;
  readonly deployment: string;
  readonly modelName: string;
  readonly createdAt: string;
  /** Log position of its creation, or of that of the instance it takes the place of: who waits longest is placed first. */
  readonly createdPosition: number;
  /** Version of its stream. */
  readonly version: number;
  /** Log position of its last event. */
  readonly position: number;
  /** When it came into its state. */
  readonly since: string;
  /** How often it was placed. */
  readonly generation: number;
  /** The roll of its deployment whose definition it is made from; 0 before the first. */
  readonly roll: number;
  /** The instance whose place it was made to take, on a worker that was drained. */
  readonly replaces: string | null;
  /** It was told to make way: in a roll that counts only for as long as the deployment goes that way, in a drain always. */
  readonly retiring: DataOf<'InstanceRetiring'> | null;
  /** Restarts of its containers, over all placements since it was last retried. */
  readonly restarts: number;
}

type OnWorkerState = Exclude<InstanceState, 'queued' | 'waiting' | 'stopping' | 'deleted'>;

/** Without a worker yet, or again. */
export type UnplacedInstance = Common &
  /** `evicted`: why it lost its worker, where it had one. */
  (
    | { readonly state: 'queued'; readonly evicted: string | null }
    | { readonly state: 'waiting'; readonly explanation: Explanation }
  );
export type RunningInstance = Common & {
  readonly state: OnWorkerState;
  readonly placement: Placement;
  readonly seen: ContainerSeen;
};
export type StoppingInstance = Common & {
  readonly state: 'stopping';
  readonly reason: string;
  readonly placement: Placement | null;
  readonly seen: ContainerSeen;
};
export type DeletedInstance = Common & { readonly state: 'deleted'; readonly reason: string };

/** One replica of a deployment, folded from its stream. */
export type Instance = UnplacedInstance | RunningInstance | StoppingInstance | DeletedInstance;

/** Where an instance is placed; null while it waits and once it is deleted. */
export const placementOf = (instance: Instance): Placement | null =>
  'placement' in instance ? instance.placement : null;

const isInstanceEvent = (event: Logged): event is InstanceEvent => Object.hasOwn(instanceEvents, event.type);
const isFact = (event: InstanceEvent): event is Logged<InstanceFactType> => Object.hasOwn(instanceFacts, event.type);

/** The instance after an event of its stream; an event that means nothing in its state only counts. */
export function evolveInstance(before: Instance | undefined, event: Logged): Instance | undefined {
  if (!isInstanceEvent(event)) {
    return before;
  }
  if (!before) {
    return event.type === 'InstanceCreated' ? created(event) : undefined;
  }
  if (event.type === 'InstanceRetiring') {
    return { ...before, version: event.version, position: event.position, retiring: event.data };
  }
  const to = targetOf(before, event);
  if (to === undefined) {
    return { ...before, version: event.version, position: event.position };
  }
  return enter(before, to, event);
}

/**
 * The table's answer, except where the event's data decide: a worker that gives up after an exit has failed at once, and
 * a good answer of what serves already (it was adopted) is no news.
 */
function targetOf(before: Instance, event: InstanceEvent): InstanceState | undefined {
  const to = nextState(before.state, event.type);
  if (event.type === 'ProbeAnswered' && before.state === 'ready') {
    return /^2\d\d\b/.test(event.data.answer) ? 'ready' : to;
  }
  const gaveUp =
    (event.type === 'ContainerExited' || event.type === 'StartFailed') && event.data.restartInSeconds === null;
  return to === 'backing-off' && gaveUp ? 'failed' : to;
}

function created(event: InstanceEvent & Logged<'InstanceCreated'>): Instance {
  const { data, recordedAt, version, position, streamId } = event;
  return {
    id: streamId.slice('instance:'.length),
    deployment: data.deployment,
    modelName: data.modelName,
    createdAt: recordedAt,
    createdPosition: data.seniority ?? position,
    roll: data.roll ?? 0,
    replaces: data.replaces ?? null,
    retiring: null,
    version,
    position,
    since: recordedAt,
    generation: 0,
    restarts: 0,
    state: 'queued',
    evicted: null,
  };
}

type DecisionType = Exclude<InstanceEventType, InstanceFactType | 'InstanceCreated' | 'InstanceRetiring'>;
type Entrances = {
  readonly [T in DecisionType]: (common: Common, data: DataOf<T>, before: Instance, event: InstanceEvent) => Instance;
};

type Entrance = (common: Common, data: unknown, before: Instance, event: InstanceEvent) => Instance;

const entrances: Entrances = {
  InstanceWaiting: (common, { explanation }) => ({ ...common, state: 'waiting', explanation }),
  InstancePlaced: (common, data, _before, { id, meta: { correlationId } }) => ({
    ...common,
    generation: data.generation,
    state: 'placed',
    placement: { ...data, decidedBy: { id, correlationId } },
    seen: noContainer,
  }),
  InstanceEvicted: (common, { reason }) => ({ ...common, state: 'queued', evicted: reason }),
  InstanceRetried: (common, _data, _before, { meta }) => ({
    ...common,
    restarts: 0,
    state: 'queued',
    evicted: `retried by ${meta.actor}`,
  }),
  InstanceStopping: (common, { reason }, before) => ({
    ...common,
    state: 'stopping',
    reason,
    ...('placement' in before
      ? { placement: before.placement, seen: before.seen }
      : { placement: null, seen: noContainer }),
  }),
  InstanceDeleted: (common, { reason }) => ({ ...common, state: 'deleted', reason }),
};

function enter(before: Instance, to: InstanceState, event: InstanceEvent): Instance {
  const common = commonOf(before, to, event);
  if (isFact(event)) {
    return observed(before, common, to, event);
  }
  const entrance = entrances[event.type as DecisionType] as Entrance;
  return entrance(common, event.data, before, event);
}

function commonOf(before: Instance, to: InstanceState, event: InstanceEvent): Common {
  return {
    id: before.id,
    deployment: before.deployment,
    modelName: before.modelName,
    createdAt: before.createdAt,
    createdPosition: before.createdPosition,
    roll: before.roll,
    replaces: before.replaces,
    // Whoever was drained and has lost its worker is one like any other.
    retiring: to === 'queued' && before.retiring?.roll === undefined ? null : before.retiring,
    version: event.version,
    position: event.position,
    since: to === before.state ? before.since : event.recordedAt,
    generation: before.generation,
    restarts: before.restarts + (event.type === 'ContainerStarted' && event.data.attempt > 1 ? 1 : 0),
  };
}

function observed(before: Instance, common: Common, to: InstanceState, event: Logged<InstanceFactType>): Instance {
  if (!('seen' in before)) {
    return before;
  }
  const seen = observe(before.seen, event);
  if (before.state === 'stopping') {
    return { ...before, ...common, seen };
  }
  return { ...before, ...common, state: to as OnWorkerState, seen };
}
