import { z } from 'zod';

export const workerName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'lower-case letters, digits and inner hyphens, at most 63');

export const workerDevice = z.object({
  index: z.number().int().min(0).max(1023),
  uuid: z.string().min(1).max(200),
  vendor: z.string(),
  name: z.string(),
  framework: z.string(),
  memoryMib: z.number().int().positive().max(16_777_216),
});
export type WorkerDevice = z.infer<typeof workerDevice>;

/** What a worker is and has; sent on connect and whenever it changes. */
export const workerReport = z.object({
  name: workerName,
  address: z.string(),
  version: z.string(),
  engine: z.object({ name: z.string(), version: z.string() }),
  labels: z.record(z.string(), z.string()),
  cpus: z.number().positive().max(100_000),
  memoryMib: z.number().int().positive(),
  disk: z.object({ path: z.string(), totalMib: z.number().int(), freeMib: z.number().int() }),
  devices: z.array(workerDevice).max(1024),
  frameworks: z.array(z.string()),
  /** Model directories on this host that may be mounted; `local_path` must lie below one of them. */
  modelRoots: z.array(z.string()),
  securityProfiles: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type WorkerReport = z.infer<typeof workerReport>;

/** Everything that can happen to a worker. Stream `worker:<name>`. */
export const workerEvents = {
  WorkerJoined: z.object({ report: workerReport }),
  WorkerReported: z.object({ report: workerReport }),
  /** Heartbeats stopped. Nothing is moved before the grace has passed. */
  WorkerUnreachable: z.object({ lastHeardSecondsAgo: z.number() }),
  WorkerReturned: z.object({}),
  WorkerCordoned: z.object({}),
  /** Ends a drain as well. */
  WorkerUncordoned: z.object({}),
  /** What runs there is moved to other workers; it is cordoned. A second one puts other options in place of the first. */
  WorkerDrainStarted: z.object({
    /** Counts the drains of the worker, from 1. */
    drain: z.number().int(),
    force: z.boolean(),
    deadlineSeconds: z.number().int().nullable(),
    /** What was there. */
    instances: z.array(z.string()),
  }),
  /** The deadline is over: what is still there is stopped from now on. */
  WorkerDrainOverdue: z.object({ drain: z.number().int() }),
  /** Nothing is left there. */
  WorkerDrained: z.object({ drain: z.number().int() }),
  /** `removed`: a person took it out, so it is let in again only with a join token. */
  WorkerLeft: z.object({ reason: z.string(), removed: z.boolean().optional() }),
  /** A worker that was removed has joined anew. */
  WorkerAdmitted: z.object({}),
} as const;

/** A core message, never an event. Workers send one every 5 s. */
export const heartbeat = z.object({
  worker: workerName,
  /** Grows with every start of the runtime. */
  session: z.string(),
  memoryFreeMib: z.number(),
  diskFreeMib: z.number(),
});
export type Heartbeat = z.infer<typeof heartbeat>;
