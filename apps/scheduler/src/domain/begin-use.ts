import { err, ok, type BackendPin, type DeploymentSpec, type Problem, type Result } from '@enginehouse/contracts';
import { deploymentOptions } from './deployment-options.js';
import type { SchedulerState } from './scheduler-state.js';
import { beingRemoved, readTooEarly } from './use-refusals.js';

interface Wish {
  readonly spec: DeploymentSpec;
  readonly pin: BackendPin;
}

/** Whether a reading of a backend is older than the last removal from it, so that it may name what is gone. */
export const readBeforeRemoval = (state: SchedulerState, { backend, revision }: BackendPin): boolean =>
  revision < state.useOf(backend).fence;

/**
 * Whether a deployment may begin to use what it wishes for, as it was read; every decision that lets one do so asks
 * here. Answers with the versions that are being removed and that `Auto` has to do without.
 */
export function beginUse(state: SchedulerState, { spec, pin }: Wish): Result<readonly string[], Problem> {
  const { holds, fence } = state.useOf(pin.backend);
  const removals = [...holds.values()];
  if (removals.some(({ versions }) => versions === null)) {
    return err(beingRemoved(pin.backend));
  }
  if (readBeforeRemoval(state, pin)) {
    return err(readTooEarly(pin.backend, pin.revision, fence));
  }
  return withoutHeld({ spec, pin }, new Set(removals.flatMap(({ versions }) => versions ?? [])));
}

function withoutHeld(wish: Wish, held: ReadonlySet<string>): Result<readonly string[], Problem> {
  const options = deploymentOptions(wish);
  const chosen = options.ok ? options.value.flatMap(({ version }) => version ?? []) : [];
  const going = chosen.find((version) => held.has(version));
  if (going === undefined) {
    return ok([]);
  }
  const { default_version: preferred, versions } = wish.pin.definition;
  const avoided = versions.map(({ name }) => name).filter((name) => held.has(name));
  // What replaces a default version is not known before it is gone.
  const isFree = !wish.spec.version && going !== preferred && deploymentOptions({ ...wish, avoided }).ok;
  return isFree ? ok(avoided) : err(beingRemoved(wish.pin.backend, going));
}
