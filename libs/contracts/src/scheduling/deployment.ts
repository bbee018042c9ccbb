import { z } from 'zod';
import { backendSource, runnableDefinition } from '../backend/definition.js';
import { rollFailure, rollMode, rollRevertCause, rollSide } from './roll.js';

/** DNS-label-like, so that it can be a container label, a KV key and a subject token. */
export const deploymentName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?$/, 'lower-case letters, digits and inner hyphens, at most 48');

/** Where weights come from. */
export const modelSource = z.discriminatedUnion('source', [
  z
    .object({ source: z.literal('local_path'), path: z.string().regex(/^\//, 'an absolute path on the worker') })
    .strict(),
  z.object({ source: z.literal('huggingface'), repo: z.string().min(1), revision: z.string().optional() }).strict(),
  z.object({ source: z.literal('modelscope'), repo: z.string().min(1), revision: z.string().optional() }).strict(),
]);
export type ModelSource = z.infer<typeof modelSource>;

/**
 * What one replica needs. `gpus` left out: one for a GPU framework, none for cpu. `gpuMemoryMib` is a share of each
 * GPU; left out, every GPU is claimed whole. `memoryMib` is of the host; left out, a cpu version claims 1 GiB and a GPU
 * version nothing. What is left out is claimed but never made a limit of the container.
 */
export const resourceRequest = z
  .object({
    gpus: z.number().int().min(0).max(64).optional(),
    gpuMemoryMib: z.number().int().positive().optional(),
    memoryMib: z.number().int().positive().optional(),
    cpus: z.number().positive().max(1024).optional(),
    shmMib: z.number().int().positive().optional(),
  })
  .strict();
export type ResourceRequest = z.infer<typeof resourceRequest>;

export const placementRequest = z
  .object({
    strategy: z.enum(['spread', 'binpack']).default('spread'),
    workerLabels: z.record(z.string(), z.string()).default({}),
    /** Manual choice: only these devices, each replica on devices of one worker. */
    gpus: z.array(z.object({ worker: z.string(), index: z.number().int().min(0) }).strict()).optional(),
  })
  .strict();
export type PlacementRequest = z.infer<typeof placementRequest>;

export const securityProfile = z.enum(['baseline', 'restricted', 'privileged', 'host-network']);
export type SecurityProfile = z.infer<typeof securityProfile>;

/** A user's wish, as written (product row D1). */
export const deploymentSpec = z
  .object({
    name: deploymentName,
    /** What clients call the model; may contain `/`. Default: the deployment's name. */
    modelName: z.string().min(1).max(200).optional(),
    model: modelSource.optional(),
    backend: z.string().min(1).max(128),
    /** Left out: the backend's default version, else the newest that fits (`Auto`). */
    version: z.string().optional(),
    replicas: z.number().int().min(0).max(1000).default(1),
    parameters: z.array(z.string()).default([]),
    env: z.record(z.string(), z.string()).default({}),
    /** Overrides of the version, for this deployment only; both are required for the backend `Custom`. */
    imageName: z.string().optional(),
    runCommand: z.string().optional(),
    /** The framework an overriding image needs. Default: the version's, `cpu` for `Custom`. */
    framework: z.string().optional(),
    healthCheckPath: z.string().startsWith('/').optional(),
    resources: resourceRequest.default({}),
    placement: placementRequest.default({ strategy: 'spread', workerLabels: {} }),
    securityProfile: securityProfile.default('baseline'),
    /** Deadline from container start to the first good answer. */
    startupTimeoutSeconds: z.number().int().min(1).max(86_400).default(600),
    /** Restarts of a failing container before the instance is given up. */
    maxRestarts: z.number().int().min(0).max(100).default(5),
  })
  .strict();
export type DeploymentSpec = z.infer<typeof deploymentSpec>;

/** The exact definition a deployment runs: resolved once, never changed by later edits of the backend (D3). */
export const backendPin = z.object({
  backend: z.string(),
  revision: z.number().int(),
  source: backendSource,
  definition: runnableDefinition,
});
export type BackendPin = z.infer<typeof backendPin>;

/** Which roll of a deployment, counted from 1, and between which definitions. */
const rollOf = { roll: z.number().int(), from: rollSide, to: rollSide };

/** Everything that can happen to a deployment. Stream `deployment:<name>`. */
export const deploymentEvents = {
  DeploymentCreated: z.object({
    spec: deploymentSpec,
    pin: backendPin,
    /** Versions of the pinned definition that were just being removed: `Auto` does not choose them. */
    avoided: z.array(z.string()).optional(),
  }),
  DeploymentScaled: z.object({ from: z.number().int(), to: z.number().int() }),
  DeploymentStopped: z.object({}),
  DeploymentStarted: z.object({}),
  DeploymentDeleted: z.object({}),
  DeploymentRollStarted: z.object({
    ...rollOf,
    mode: rollMode,
    /** The exact definition of the new instances. */
    pin: backendPin,
    /** The version that the deployment names from then on, where the roll named one. */
    version: z.string().optional(),
    /** Versions of that definition that `Auto` does not choose. */
    avoided: z.array(z.string()).optional(),
    /** How long a new instance may take to be ready. */
    readyWithinSeconds: z.number().int(),
  }),
  /** Only now the deployment is pinned to the new definition. */
  DeploymentRolled: z.object(rollOf),
  /** It keeps its definition; new instances make way for those of the old one. */
  DeploymentRollReverted: z.object({
    ...rollOf,
    cause: rollRevertCause,
    detail: z.string(),
    failure: rollFailure.nullable(),
  }),
} as const;
