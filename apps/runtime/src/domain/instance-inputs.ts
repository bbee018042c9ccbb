import type { InstanceFactType, instanceFacts } from '@enginehouse/contracts';
import type { z } from 'zod';
import type { Exit } from './exit-detail.js';
import type { Failure, Run } from './instance-state.js';
import type { ProbeAnswer } from './probe-policy.js';
import type { StartFailure } from './start-failure.js';

/** What an earlier process of this runtime wrote down about the same instance, generation and plan. */
export type Remembered =
  | { readonly kind: 'underway'; readonly attempt: number; readonly hadContainer: boolean }
  | { readonly kind: 'backing-off'; readonly attempt: number; readonly waitMs: number }
  | { readonly kind: 'failed'; readonly attempt: number; readonly failure: Failure }
  | { readonly kind: 'gone' };

/** A container of the instance that was there already. */
export interface Found extends Run {
  readonly state: 'created' | 'running' | 'ended';
}

/** How a container ended, with the end of what it wrote. */
export interface Ending extends Exit {
  readonly lastLogLines: readonly string[];
}

/** Everything that can happen to an instance. */
export type Input =
  | { readonly type: 'begun'; readonly found: Found | null; readonly remembered: Remembered | null }
  | { readonly type: 'pull-started' }
  | { readonly type: 'image-there'; readonly pulled: { readonly durationMs: number; readonly digest?: string } | null }
  | { readonly type: 'created'; readonly run: Run; readonly argv: readonly string[] }
  | { readonly type: 'started' }
  | { readonly type: 'start-failed'; readonly failure: StartFailure }
  | { readonly type: 'probed'; readonly answer: ProbeAnswer }
  /** The engine says that the container does not run; `ended` follows with the details. */
  | { readonly type: 'died' }
  | { readonly type: 'ended'; readonly ending: Ending }
  /** It does run: the engine's news was old. */
  | { readonly type: 'still-running' }
  | { readonly type: 'waited' }
  | { readonly type: 'stop'; readonly graceSeconds: number }
  | { readonly type: 'removed'; readonly containerId: string | null };

export type InputType = Input['type'];
export type InputOf<T extends InputType> = Extract<Input, { type: T }>;

/** What is to be done next; at most one at a time, and a new one puts an end to the old. */
export type Effect =
  | { readonly do: 'pull' }
  | { readonly do: 'create'; readonly newPort: boolean }
  | { readonly do: 'start'; readonly run: Run }
  | {
      readonly do: 'probe';
      readonly run: Run;
      readonly afterMs: number;
      readonly timeoutMs: number;
      readonly starting: boolean;
    }
  /** Find out how the container ended and take it away; `kill` it first where it still runs. */
  | { readonly do: 'collect'; readonly run: Run; readonly kill: boolean }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'remove'; readonly graceSeconds: number };

/** A fact before it has an id and a time. */
export type FactDraft = {
  [T in InstanceFactType]: { readonly type: T; readonly data: z.input<(typeof instanceFacts)[T]> };
}[InstanceFactType];
