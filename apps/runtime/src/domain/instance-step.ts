import type { ContainerPlan } from '@enginehouse/contracts';
import type { Effect, FactDraft } from './instance-inputs.js';
import type { InstanceState } from './instance-state.js';
import type { ProbePolicy } from './probe-policy.js';
import type { BackOffPolicy } from './restart-policy.js';

/** How this runtime treats every instance. */
export interface InstancePolicy {
  readonly backOff: BackOffPolicy;
  readonly probing: ProbePolicy;
}

/** What a step may look at beside the state: the plan, the policy, the monotonic clock and how to reach the engine. */
export interface Situation {
  readonly plan: ContainerPlan;
  readonly policy: InstancePolicy;
  readonly now: number;
  readonly urlOf: (port: number) => string;
}

/** The outcome of a step. A null effect leaves the one under way alone. */
export interface Step {
  readonly state: InstanceState;
  readonly facts: readonly FactDraft[];
  readonly effect: Effect | null;
}

export const stay = (state: InstanceState, facts: readonly FactDraft[] = []): Step => ({ state, facts, effect: null });
