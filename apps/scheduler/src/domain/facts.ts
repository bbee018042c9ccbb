import {
  instanceFacts,
  plainIssues,
  type FieldError,
  type InstanceFactType,
  type Observation,
  type RuntimeFact,
} from '@enginehouse/contracts';
import { instanceStream, type DataOf, type Decision, type SchedulingEvent } from './events.js';
import { placementOf, type Instance } from './instance.js';
import { nextState } from './instance-transitions.js';
import type { SchedulerState } from './scheduler-state.js';

/** What becomes of a worker's fact. */
export type FactVerdict =
  | { readonly kind: 'accepted'; readonly decision: Decision<InstanceFactType> }
  /** True once, but no longer about anything: counted and forgotten. */
  | { readonly kind: 'dropped'; readonly why: DropReason }
  /** Not what the contract says: no repetition will mend it. */
  | { readonly kind: 'malformed'; readonly detail: string; readonly errors: readonly FieldError[] };

export type DropReason = 'unknown-instance' | 'foreign-worker' | 'stale-generation' | 'duplicate' | 'meaningless';

/** Judges a fact by what the log says about its instance: only the worker that holds the current placement is heard. */
export function judgeFact(state: SchedulerState, fact: RuntimeFact): FactVerdict {
  const data = instanceFacts[fact.type].safeParse(fact.data, plainIssues());
  if (!data.success) {
    const errors = data.error.issues.map((issue) => ({
      code: issue.code,
      path: ['data', ...issue.path.map((part) => (typeof part === 'symbol' ? part.toString() : part))],
      detail: issue.message,
    }));
    return { kind: 'malformed', detail: `${fact.type} of ${fact.instance} is not as declared.`, errors };
  }
  const why = dropReason(state.instance(fact.instance), fact);
  if (why) {
    return { kind: 'dropped', why };
  }
  const streamId = instanceStream(fact.instance);
  return { kind: 'accepted', decision: { streamId, type: fact.type, data: data.data } as Decision<InstanceFactType> };
}

function dropReason(instance: Instance | undefined, fact: RuntimeFact): DropReason | undefined {
  const placement = instance && placementOf(instance);
  if (!instance || !placement) {
    return 'unknown-instance';
  }
  if (placement.generation !== fact.generation) {
    return 'stale-generation';
  }
  if (placement.worker !== fact.worker) {
    return 'foreign-worker';
  }
  if ('seen' in instance && instance.seen.lastFactId === fact.id) {
    return 'duplicate';
  }
  return nextState(instance.state, fact.type) === undefined ? 'meaningless' : undefined;
}

/** A fact that nobody delivered but that must have happened, seen from what the worker has now. */
export interface LostFact {
  readonly instance: string;
  readonly decision: Decision<InstanceFactType>;
}

/**
 * Compares what a worker sees with what the log says. `suspects` are the instances that already differed in the same
 * way at the worker's previous question: a fact that is merely on its way arrives sooner than that.
 */
export function lostFacts(
  state: SchedulerState,
  worker: string,
  observed: readonly Observation[],
  suspects: ReadonlyMap<string, string>,
): { readonly lost: readonly LostFact[]; readonly suspects: ReadonlyMap<string, string> } {
  const differing = new Map<string, string>();
  const lost: LostFact[] = [];
  for (const instance of state.instancesOn(worker)) {
    const seen = observed.find((each) => each.instance === instance.id && each.generation === instance.generation);
    const missing = missingFact(instance, seen);
    if (!missing) {
      continue;
    }
    const difference = `${seen?.lastFactId ?? ''}/${missing.type}`;
    if (suspects.get(instance.id) === difference) {
      lost.push({ instance: instance.id, decision: { ...missing, streamId: instanceStream(instance.id) } });
    } else {
      differing.set(instance.id, difference);
    }
  }
  return { lost, suspects: differing };
}

type Missing = SchedulingEvent<'InstanceReady' | 'InstanceUnhealthy' | 'InstanceFailed' | 'ContainerRemoved'>;

function missingFact(instance: Instance, seen: Observation | undefined): Missing | undefined {
  if (instance.state === 'stopping') {
    return seen ? undefined : { type: 'ContainerRemoved', data: { containerId: instance.seen.containerId } };
  }
  if (!seen || seen.phase === instance.state || seen.lastFactId === lastFactOf(instance)) {
    return undefined;
  }
  return seenLate(seen);
}

const lastFactOf = (instance: Instance): string | null => ('seen' in instance ? instance.seen.lastFactId : null);

/** Only what others act on is made up for; the way there explains itself with the next fact. */
function seenLate({ phase, url }: Observation): Missing | undefined {
  if (phase === 'ready' && url) {
    return { type: 'InstanceReady', data: { url, port: portOf(url) } };
  }
  if (phase === 'unhealthy') {
    return { type: 'InstanceUnhealthy', data: { answer: 'unknown', failures: 0 } };
  }
  return phase === 'failed' ? { type: 'InstanceFailed', data: lostFailure } : undefined;
}

const lostFailure: DataOf<'InstanceFailed'> = {
  code: 'unknown',
  detail: 'failed; how was lost on the way from the worker',
  exitCode: null,
  oomKilled: false,
  lastLogLines: [],
};

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port ? Number(port) : protocol === 'https:' ? 443 : 80;
}
