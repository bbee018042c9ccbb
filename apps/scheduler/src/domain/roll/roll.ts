import type {
  BackendPin,
  DeploymentSpec,
  RollFailure,
  RollMode,
  RollRevertCause,
  RollSide,
} from '@enginehouse/contracts';
import type { VersionOption } from '@enginehouse/placement';
import { deploymentOptions } from '../deployment-options.js';
import type { Logged } from '../events.js';

/** What instances are made from: the wish, the exact definition, and the versions that may run it, best first. */
export interface Edition {
  readonly spec: DeploymentSpec;
  readonly pin: BackendPin;
  readonly options: readonly VersionOption[];
}

interface Common {
  /** Counts the rolls of the deployment, from 1. */
  readonly number: number;
  readonly mode: RollMode;
  readonly from: RollSide;
  readonly to: RollSide;
  readonly readyWithinSeconds: number;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly why: string | null;
}

/** The last roll of a deployment. Only one under way has an edition of its own. */
export type Roll = Common &
  (
    | { readonly state: 'rolling'; readonly edition: Edition }
    | { readonly state: 'rolled'; readonly endedAt: string }
    | {
        readonly state: 'reverted';
        readonly endedAt: string;
        readonly cause: RollRevertCause;
        readonly detail: string;
        readonly failure: RollFailure | null;
      }
  );
export type RollUnderWay = Extract<Roll, { readonly state: 'rolling' }>;

/** A deployment as far as rolls change it. */
export interface Rollable extends Edition {
  /** The roll that its instances are of; 0 before the first. */
  readonly basis: number;
  readonly roll: Roll | null;
}

export function rollStarted(
  before: Edition,
  { data, recordedAt, meta }: Logged<'DeploymentRollStarted'>,
): Pick<Rollable, 'roll'> {
  const spec = data.version === undefined ? before.spec : { ...before.spec, version: data.version };
  const options = deploymentOptions({ spec, pin: data.pin, avoided: data.avoided });
  const { roll: number, mode, from, to, readyWithinSeconds } = data;
  return {
    roll: {
      number,
      mode,
      from,
      to,
      readyWithinSeconds,
      startedAt: recordedAt,
      startedBy: meta.actor,
      why: meta.reason ?? null,
      state: 'rolling',
      edition: { spec, pin: data.pin, options: options.ok ? options.value : [] },
    },
  };
}

/** From here on it is pinned to what it was rolled to. Where nothing was replaced, its instances stay what they are. */
export function rolled<D extends Rollable>(before: D, { recordedAt }: Pick<Logged, 'recordedAt'>): D {
  const { roll } = before;
  if (roll?.state !== 'rolling') {
    return before;
  }
  const basis = roll.mode === 'none' ? before.basis : roll.number;
  return { ...before, ...roll.edition, basis, roll: { ...endOf(roll), state: 'rolled', endedAt: recordedAt } };
}

/** Why a roll was undone. */
export type RollRevert = Pick<Extract<Roll, { state: 'reverted' }>, 'cause' | 'detail' | 'failure'>;

/** It stays what it was; nothing happens where no roll is under way. */
export function rollReverted<D extends Rollable>(
  before: D,
  revert: RollRevert,
  { recordedAt }: Pick<Logged, 'recordedAt'>,
): D {
  const { roll } = before;
  return roll?.state === 'rolling'
    ? { ...before, roll: { ...endOf(roll), state: 'reverted', endedAt: recordedAt, ...revert } }
    : before;
}

function endOf({ state: _state, edition: _edition, ...common }: RollUnderWay): Common {
  return common;
}
