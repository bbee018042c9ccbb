import { err, ok, type BackendPin, type Problem, type Result, type RollWish } from '@enginehouse/contracts';
import { beginUse } from '../begin-use.js';
import { checkDeprecation } from '../check-deprecation.js';
import { checkSpec, type ProfileGrants } from '../check-spec.js';
import { deploymentOptions, pinWithout } from '../deployment-options.js';
import type { SchedulerState } from '../scheduler-state.js';
import type { Edition } from './roll.js';

/** What was read from the catalog for a roll. */
export interface RollReading {
  /** The definition to roll to. */
  readonly pin: BackendPin;
  /** The backend as it is now, read not before that. */
  readonly current: BackendPin;
}

/** What somebody wants to roll to, with all that decides whether it can run. */
export interface RollTargetQuestion extends RollReading {
  readonly wish: RollWish;
  readonly grants: ProfileGrants;
}

/** What a deployment would be made from. */
export interface RollTarget extends Edition {
  /** Versions that `Auto` has to do without. */
  readonly avoided: readonly string[];
}

/**
 * The edition that a deployment would be rolled to, or why it could not run. An older revision may name versions that
 * the backend has no more: these are not used again, so that what a deployment uses is always in the catalog.
 */
export function rollTarget(
  state: SchedulerState,
  before: Edition,
  { wish, pin, current, grants }: RollTargetQuestion,
): Result<RollTarget, Problem> {
  const spec = wish.version === undefined ? before.spec : { ...before.spec, version: wish.version };
  const there = new Set(current.definition.versions.map(({ name }) => name));
  const gone = pin.definition.versions.map(({ name }) => name).filter((name) => !there.has(name));
  const offered = pinWithout(pin, gone);
  const problem = wish.version === undefined ? undefined : checkDeprecation(spec, offered);
  if (problem) {
    return err(problem);
  }
  const use = beginUse(state, { spec, pin: { ...offered, revision: current.revision } });
  if (!use.ok) {
    return use;
  }
  const avoided = [...gone, ...use.value];
  const options = deploymentOptions({ spec, pin, avoided });
  if (!options.ok) {
    return options;
  }
  const wrong = checkSpec(spec, pinWithout(pin, avoided), grants);
  return wrong ? err(wrong) : ok({ spec, pin, options: options.value, avoided });
}
