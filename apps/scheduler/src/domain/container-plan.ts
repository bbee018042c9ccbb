import { environmentOf, planContainer, type ContainerPlanParts, type SpecError } from '@enginehouse/backend-spec';
import {
  err,
  ok,
  type BackendPin,
  type Claim,
  type ContainerPlan,
  type DeploymentSpec,
  type Result,
} from '@enginehouse/contracts';
import type { VersionOption } from '@enginehouse/placement';
import { digestOf } from './canonical-json.js';

/** Shared memory where none was asked for: tensor-parallel engines move whole activations through it. */
const defaultShmMib = 10_240;

/** A plan with the digest that identifies the containers made from it. */
export interface PlannedContainer {
  readonly plan: ContainerPlan;
  readonly planDigest: string;
}

/** What is planned for: a wish, and the definition that it is pinned to. */
export interface PlannedFor {
  readonly spec: DeploymentSpec;
  readonly pin: BackendPin;
}

/** What a replica runs: the pinned definition, the version that was chosen, the deployment's wishes and its devices. */
export function planFor(
  wish: PlannedFor,
  option: VersionOption,
  claim: Claim,
): Result<PlannedContainer, readonly SpecError[]> {
  const parts = partsFor(wish, option);
  if (!parts.ok) {
    return err(parts.error);
  }
  const plan = assemble(wish.spec, option, claim, parts.value);
  return ok({ plan, planDigest: digestOf(plan) });
}

/** The parts of that plan with where each came from. */
export function partsFor(
  { spec, pin }: PlannedFor,
  { version, framework }: VersionOption,
): Result<ContainerPlanParts, readonly SpecError[]> {
  const { imageName, runCommand, parameters, env } = spec;
  const deployment = { imageName, runCommand, parameters, env };
  return planContainer({ definition: pin.definition, version, framework, deployment });
}

function assemble(spec: DeploymentSpec, option: VersionOption, claim: Claim, parts: ContainerPlanParts): ContainerPlan {
  const { resources } = spec;
  const path = spec.model?.source === 'local_path' ? spec.model.path : null;
  return {
    image: parts.image,
    entrypoint: parts.entrypoint && [...parts.entrypoint],
    command: parts.command || null,
    parameters: [...parts.parameters],
    env: environmentOf(parts.environment),
    // The same path inside as outside: what a user writes into a command works in both.
    model: { name: spec.modelName ?? spec.name, hostPath: path, containerPath: path },
    devices: claim.gpus,
    framework: option.framework,
    profile: spec.securityProfile,
    // A limit only where one was asked for: a default claim is a guess, not a promise to kill for.
    ...(resources.memoryMib === undefined ? {} : { memoryMib: resources.memoryMib }),
    ...(resources.cpus === undefined ? {} : { cpus: resources.cpus }),
    shmMib: resources.shmMib ?? defaultShmMib,
    health: {
      path: spec.healthCheckPath ?? parts.healthCheckPath,
      startupTimeoutSeconds: spec.startupTimeoutSeconds,
    },
    restart: { maxRestarts: spec.maxRestarts },
  };
}
