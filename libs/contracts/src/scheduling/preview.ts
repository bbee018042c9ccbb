import { z } from 'zod';
import { backendDefinition } from '../backend/definition.js';
import { imageFacts } from '../backend/image.js';
import { assignedDevice } from './container-plan.js';
import { deploymentSpec, securityProfile } from './deployment.js';
import { explanation } from './explanation.js';
import { weightsEstimate } from './weights.js';

/** A deployment as far as it is written; name and replicas may be missing, and the backend where `definition` names it. */
export const deploymentDraft = deploymentSpec.extend({
  name: deploymentSpec.shape.name.default('preview'),
  backend: deploymentSpec.shape.backend.optional(),
});
export type DeploymentDraft = z.infer<typeof deploymentDraft>;

/** What is to be previewed. `definition` is a backend that is not saved yet. Secrets arrive masked: the api sees to that. */
export const previewInput = z
  .object({
    deployment: deploymentDraft,
    /** The backend as it was at this revision; left out, as it is now. */
    revision: z.number().int().positive().optional(),
    definition: backendDefinition.optional(),
    /** Render for this worker; left out, the one that placement would choose now. */
    worker: z.string().min(1).max(128).optional(),
    /** Do not ask the registry. */
    offline: z.boolean().default(false),
  })
  .strict();
export type PreviewInput = z.infer<typeof previewInput>;

/** A variable with the level its value comes from; `worker`: set by the worker for the devices. A secret's value is masked. */
export const previewVariable = z.object({
  name: z.string(),
  value: z.string(),
  origin: z.enum(['image', 'backend', 'version', 'deployment', 'worker']),
  secret: z.boolean(),
  /** The levels whose value this one replaces, lowest first. */
  overrides: z.array(z.string()),
});
export type PreviewVariable = z.infer<typeof previewVariable>;

/** Something that works, but probably not as meant. Codes are stable. */
export const previewWarning = z.object({
  code: z.string(),
  detail: z.string(),
  hint: z.string().optional(),
  /** Creating the deployment would be refused because of this. */
  refuses: z.boolean().optional(),
});
export type PreviewWarning = z.infer<typeof previewWarning>;

/** Everything a container would be started with. Nothing is reserved or pulled. What nobody can know yet reads `<...: unknown>`. */
export const preview = z.object({
  backend: z.string(),
  /** Null for a definition that is not saved. */
  revision: z.number().int().nullable(),
  version: z.string().nullable(),
  versionReason: z.string(),
  framework: z.string(),
  image: z.string(),
  imageOrigin: z.enum(['deployment', 'version']),
  /** Null where it is the image's own and the image is not known. */
  entrypoint: z.array(z.string()).nullable(),
  entrypointOrigin: z.enum(['version', 'backend', 'image']),
  /** What follows the entrypoint; empty where it is the image's own and the image is not known. */
  argv: z.array(z.string()),
  commandOrigin: z.enum(['deployment', 'version', 'backend', 'image']),
  /** Entrypoint and arguments as typed into a POSIX shell, secrets masked. */
  shellCommand: z.string(),
  environment: z.array(previewVariable),
  /** The worker resolves links in `source`. */
  mounts: z.array(z.object({ source: z.string(), target: z.string(), readOnly: z.boolean() })),
  /** The port is leased when the container is made; this is one of those that workers lease. `address`: where it is published. */
  port: z.object({ container: z.number().int(), address: z.string(), provisional: z.boolean() }),
  devices: z.array(assignedDevice),
  labels: z.record(z.string(), z.string()),
  securityProfile,
  network: z.enum(['own', 'host']),
  /** Limits of the container; null where there is none. */
  memoryMib: z.number().int().nullable(),
  cpus: z.number().nullable(),
  shmMib: z.number().int(),
  healthCheckPath: z.string(),
  /** What one replica claims, with what was left out; `gpuMemoryMib` is of each GPU, null where all of it is claimed. */
  claim: z.object({
    gpus: z.number().int(),
    gpuMemoryMib: z.number().int().nullable(),
    memoryMib: z.number().int(),
    cpus: z.number(),
    /** Advice from the size of a local model's weights; null where no worker can tell it, or no GPU is claimed. */
    estimate: weightsEstimate.nullable().optional(),
  }),
  /** Where it would run and why; `worker` is null where nothing fits now, and `reason` says why. */
  placement: z.object({ worker: z.string().nullable(), reason: z.string(), explanation }),
  /** Null where the registry was not or could not be asked; `imageNote` says so. */
  imageFacts: imageFacts.nullable(),
  imageNote: z.string(),
  warnings: z.array(previewWarning),
  /** The refusal that creating a deployment would meet because one has its name; missing where none has. */
  nameTaken: previewWarning.optional(),
  /** What differs between this and a real start, and other things to know that are no reason to worry. */
  notes: z.array(z.string()),
});
export type Preview = z.infer<typeof preview>;
