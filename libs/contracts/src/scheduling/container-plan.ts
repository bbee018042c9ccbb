import { z } from 'zod';
import { securityProfile } from './deployment.js';

export const assignedDevice = z.object({
  index: z.number().int(),
  uuid: z.string(),
  vendor: z.string(),
  /** MiB claimed on this device. */
  claimMib: z.number().int(),
});
export type AssignedDevice = z.infer<typeof assignedDevice>;

/**
 * Everything a worker needs to make the container, rendered except for what only the worker knows:
 * the leased port and the address to bind. Its digest identifies the container it belongs to.
 */
export const containerPlan = z.object({
  image: z.string(),
  entrypoint: z.array(z.string()).nullable(),
  /** The command template, placeholders unrendered; null keeps the image's own command. */
  command: z.string().nullable(),
  /** Arguments appended after the command, already in the backend's parameter format. */
  parameters: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  model: z.object({ name: z.string(), hostPath: z.string().nullable(), containerPath: z.string().nullable() }),
  devices: z.array(assignedDevice),
  framework: z.string(),
  profile: securityProfile,
  memoryMib: z.number().int().optional(),
  cpus: z.number().optional(),
  shmMib: z.number().int(),
  health: z.object({ path: z.string(), startupTimeoutSeconds: z.number().int() }),
  restart: z.object({ maxRestarts: z.number().int() }),
});
export type ContainerPlan = z.infer<typeof containerPlan>;
