import { err, ok, type Result, type RunnableDefinition } from '@enginehouse/contracts';
import { parametersToArgv } from '../command/parameters-to-argv.js';
import type { CommandOrigin } from '../command/select-command.js';
import { checkEnvironment } from '../environment/check-environment.js';
import type { Environment } from '../environment/environment.js';
import { environmentOf, layerEnvironment, type EnvironmentEntry } from '../environment/layer-environment.js';
import { errorAt, type SpecError } from '../errors/spec-error.js';
import { versionNotFound } from '../versions/resolve-version.js';
import { chooseImage, type ChosenImage } from './choose-image.js';
import { defaultHealthCheckPath } from './default-health-check-path.js';
import { planCommand, planEntrypoint } from './plan-command.js';
import type { PlanBasis } from './plan-basis.js';

/** What a deployment sets over its backend; a `DeploymentSpec` is one. Empty texts count as not given. */
export interface DeploymentOverrides {
  readonly imageName?: string | null;
  readonly runCommand?: string | null;
  readonly parameters?: readonly string[] | null;
  readonly env?: Environment | null;
  readonly healthCheckPath?: string | null;
}

/** What a container is planned from: a pinned definition, the version resolved in it, and what the deployment sets. */
export interface PlanRequest {
  readonly definition: RunnableDefinition;
  /** A version of the definition; `null` where there is none, as for the pseudo-backend `Custom`. */
  readonly version: string | null;
  /** Which of the version's images; needed only where it has several. */
  readonly framework?: string | null;
  readonly deployment?: DeploymentOverrides;
}

/** A container as far as it is known before a worker and a port are: plain data that can be stored and shown. */
export interface ContainerPlanParts extends ChosenImage {
  /** `null` leaves the image's own entrypoint. */
  readonly entrypoint: readonly string[] | null;
  readonly entrypointOrigin: 'version' | 'backend' | null;
  /** A template; `null` leaves the image's own command. */
  readonly command: string | null;
  readonly commandOrigin: CommandOrigin | null;
  /** The deployment's parameters in the backend's format, to follow the command. They are not templates. */
  readonly parameters: readonly string[];
  /** The variables with the level that each value came from. */
  readonly environment: readonly EnvironmentEntry[];
  /** The same variables as a map. */
  readonly env: Environment;
  /** Where the engine says that it is ready. */
  readonly healthCheckPath: string;
}

/**
 * Decides what a container consists of: deployment over version over backend for command and environment, version over
 * backend for the entrypoint. Errors have paths in the definition, or below `deployment`; they are reported together.
 */
export function planContainer(request: PlanRequest): Result<ContainerPlanParts, SpecError[]> {
  const basis = basisOf(request);
  if (!basis.ok) return err([basis.error]);
  const { definition, version, deployment } = basis.value;
  const image = chooseImage(version, request.framework ?? null, deployment.imageName ?? null);
  const environment = planEnvironment(basis.value);
  const entrypoint = planEntrypoint(basis.value);
  const command = planCommand(basis.value, environment.ok ? environmentOf(environment.value) : null);
  const parameters = planParameters(basis.value);
  if (image.ok && environment.ok && entrypoint.ok && command.ok && parameters.ok) {
    return ok({
      ...image.value,
      ...entrypoint.value,
      ...command.value,
      parameters: parameters.value,
      environment: environment.value,
      env: environmentOf(environment.value),
      healthCheckPath: deployment.healthCheckPath || definition.health_check_path || defaultHealthCheckPath,
    });
  }
  return err([image, environment, entrypoint, command, parameters].flatMap((part) => (part.ok ? [] : part.error)));
}

function basisOf({ definition, version: name, deployment = {} }: PlanRequest): Result<PlanBasis, SpecError> {
  const index = definition.versions.findIndex((version) => version.name === name);
  if (name === null || index >= 0) return ok({ definition, version: definition.versions[index], index, deployment });
  const names = definition.versions.map((version) => version.name);
  return err(errorAt(['version'], versionNotFound(name, names)));
}

function planEnvironment({
  definition,
  version,
  index,
  deployment,
}: PlanBasis): Result<EnvironmentEntry[], SpecError[]> {
  const errors = [
    ...checkEnvironment(definition.default_env, ['default_env']),
    ...checkEnvironment(version?.env, ['versions', index, 'env']),
    ...checkEnvironment(deployment.env, ['deployment', 'env']),
  ];
  if (errors.length > 0) return err(errors);
  return ok(layerEnvironment({ backend: definition.default_env, version: version?.env, deployment: deployment.env }));
}

function planParameters({ definition, deployment }: PlanBasis): Result<readonly string[], SpecError> {
  const words = parametersToArgv(deployment.parameters ?? [], definition.parameter_format);
  return words.ok ? words : err(errorAt(['deployment', 'parameters', words.error.index], words.error.error));
}
