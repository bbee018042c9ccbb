import type { BackendPin, DeploymentSpec, Problem, Result } from '@enginehouse/contracts';
import { versionOptions, type VersionOption } from '@enginehouse/placement';

/** What decides which versions may run a deployment. */
export interface OptionsQuestion {
  readonly spec: DeploymentSpec;
  readonly pin: BackendPin;
  /** Versions that were being removed when it was made. */
  readonly avoided?: readonly string[] | undefined;
}

/** The ways to run a deployment, best first: from the definition it is pinned to, without what it has to avoid. */
export const deploymentOptions = ({
  spec,
  pin,
  avoided = [],
}: OptionsQuestion): Result<readonly VersionOption[], Problem> =>
  versionOptions(spec, pinWithout(pin, avoided).definition);

/** The same pin, as if the backend had never had these versions. */
export function pinWithout(pin: BackendPin, avoided: readonly string[]): BackendPin {
  const versions = pin.definition.versions.filter(({ name }) => !avoided.includes(name));
  return avoided.length > 0 ? { ...pin, definition: { ...pin.definition, versions } } : pin;
}
