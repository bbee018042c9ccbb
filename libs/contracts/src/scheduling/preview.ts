import { z } from 'zod';
import { backendDefinition } from '../backend/definition.js';
import { imageFacts } from '../backend/image.js';
import { assignedDevice } from './container-plan.js';
import { deploymentSpec } from './deployment.js';

/** A deployment as far as it is written; name and replicas may be missing. `definition` previews a backend that is not saved yet. */
export const previewInput = z
  .object({
    deployment: deploymentSpec.extend({ name: deploymentSpec.shape.name.default('preview') }),
    /** The backend as it was at this revision; left out, as it is now. */
    revision: z.number().int().positive().optional(),
    definition: backendDefinition.optional(),
    /** Render for this worker; left out, the one that placement would choose now. */
    worker: z.string().optional(),
    /** Do not ask the registry. */
    offline: z.boolean().default(false),
  })
  .strict();
export type PreviewInput = z.infer<typeof previewInput>;

/** A variable with the level its value comes from. A secret's value is `********`. */
export const previewVariable = z.object({
  name: z.string(),
  value: z.string(),
  origin: z.enum(['image', 'backend', 'version', 'deployment']),
  secret: z.boolean(),
  /** The levels whose value this one replaces. */
  overrides: z.array(z.string()),
});

export const previewWarning = z.object({
  code: z.string(),
  detail: z.string(),
  hint: z.string().optional(),
});

/** Everything a container would be started with. Nothing is reserved or pulled. */
export const preview = z.object({
  backend: z.string(),
  /** Null for a definition that is not saved. */
  revision: z.number().int().nullable(),
  version: z.string().nullable(),
  versionReason: z.string(),
  framework: z.string(),
  image: z.string(),
  entrypoint: z.array(z.string()).nullable(),
  entrypointOrigin: z.enum(['version', 'backend', 'image']),
  argv: z.array(z.string()),
  commandOrigin: z.string(),
  /** The command as typed into a POSIX shell, secrets masked. */
  shellCommand: z.string(),
  environment: z.array(previewVariable),
  mounts: z.array(z.object({ source: z.string(), target: z.string(), readOnly: z.boolean() })),
  /** The port is leased when the container is made; this is one the worker would offer. */
  port: z.object({ container: z.number().int(), address: z.string(), provisional: z.boolean() }),
  devices: z.array(assignedDevice),
  labels: z.record(z.string(), z.string()),
  securityProfile: z.string(),
  network: z.enum(['own', 'host']),
  memoryMib: z.number().int().nullable(),
  cpus: z.number().nullable(),
  shmMib: z.number().int(),
  healthCheckPath: z.string(),
  /** Where it would run and why; `worker` is null where nothing fits now, and `reason` says why. */
  placement: z.object({ worker: z.string().nullable(), reason: z.string() }),
  /** Null where the registry was not or could not be asked; `imageNote` says so. */
  imageFacts: imageFacts.nullable(),
  imageNote: z.string(),
  warnings: z.array(previewWarning),
});
export type Preview = z.infer<typeof preview>;
