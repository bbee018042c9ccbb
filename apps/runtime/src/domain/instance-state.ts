import type { Observation } from '@enginehouse/contracts';

/** A container that was made for an instance, and the port it is to answer on. */
export interface Run {
  readonly containerId: string;
  readonly port: number;
}

/** Why this runtime ends a container itself. */
export interface EndCause {
  readonly code: 'startup-timeout' | 'unhealthy';
  readonly detail: string;
}

/** Why an instance was given up. */
export interface Failure {
  readonly code: string;
  readonly detail: string;
}

/** What can be true of an instance on this worker. `attempt` counts starts from 1; times are monotonic milliseconds. */
export type InstanceState =
  | { readonly phase: 'new' }
  /** `outlasted`: how often in a row the registry was away. */
  | { readonly phase: 'pulling'; readonly attempt: number; readonly reported?: string; readonly outlasted?: number }
  | { readonly phase: 'creating'; readonly attempt: number; readonly portTries: number; readonly reported?: string }
  | { readonly phase: 'starting'; readonly attempt: number; readonly portTries: number; readonly run: Run }
  | {
      readonly phase: 'probing';
      readonly attempt: number;
      readonly run: Run;
      readonly since: number;
      readonly pauseMs: number;
      readonly answer: string | null;
      readonly recorded: number;
      /** Taken over running: when its first answer is good, nothing has changed for anybody. */
      readonly adopted: boolean;
    }
  | {
      readonly phase: 'ready';
      readonly attempt: number;
      readonly run: Run;
      readonly since: number;
      readonly failures: number;
    }
  | {
      readonly phase: 'unhealthy';
      readonly attempt: number;
      readonly run: Run;
      readonly failures: number;
      readonly goods: number;
    }
  | {
      readonly phase: 'ending';
      readonly attempt: number;
      readonly run: Run;
      readonly cause: EndCause | null;
      /** It had ended before this runtime looked: with its host or engine, for all that is known. */
      readonly meanwhile?: boolean;
    }
  /** `attempt` is the one to come; `reported` the code last told about an engine that does not answer. */
  | {
      readonly phase: 'backing-off';
      readonly attempt: number;
      readonly waitMs: number;
      readonly reported?: string;
      readonly outlasted?: number;
    }
  | { readonly phase: 'failed'; readonly attempt: number; readonly failure: Failure }
  | { readonly phase: 'stopping' }
  | { readonly phase: 'gone' };

export type Phase = InstanceState['phase'];
export type StateOf<P extends Phase> = Extract<InstanceState, { phase: P }>;

/** Which phase may follow which; `step` refuses anything else as a defect of this program. */
export const transitions: Readonly<Record<Phase, readonly Phase[]>> = {
  new: ['pulling', 'starting', 'probing', 'ending', 'backing-off', 'failed', 'stopping', 'gone'],
  pulling: ['creating', 'backing-off', 'failed', 'stopping'],
  creating: ['starting', 'backing-off', 'failed', 'stopping'],
  starting: ['creating', 'probing', 'backing-off', 'failed', 'stopping'],
  probing: ['ready', 'ending', 'stopping'],
  ready: ['unhealthy', 'ending', 'stopping'],
  unhealthy: ['ready', 'ending', 'stopping'],
  ending: ['probing', 'backing-off', 'failed', 'stopping'],
  'backing-off': ['pulling', 'stopping'],
  failed: ['stopping'],
  stopping: ['gone'],
  gone: [],
};

/** Staying is always allowed. */
export const canTransition = (from: Phase, to: Phase): boolean => from === to || transitions[from].includes(to);

const observed: Readonly<Record<Phase, Observation['phase'] | null>> = {
  new: 'creating',
  pulling: 'pulling',
  creating: 'creating',
  starting: 'creating',
  probing: 'probing',
  ready: 'ready',
  unhealthy: 'unhealthy',
  ending: 'backing-off',
  'backing-off': 'backing-off',
  failed: 'failed',
  stopping: 'stopping',
  gone: null,
};

/** The phase as the scheduler is told it; null when there is nothing left to tell about. */
export const observedPhase = (phase: Phase): Observation['phase'] | null => observed[phase];
