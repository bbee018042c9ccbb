import { z } from 'zod';
import { assignedDevice, containerPlan } from './container-plan.js';
import { explanation } from './explanation.js';

/** What an instance holds on its worker while it is placed. */
export const claim = z.object({
  gpus: z.array(assignedDevice),
  memoryMib: z.number().int(),
  cpus: z.number(),
});
export type Claim = z.infer<typeof claim>;

const tail = z.array(z.string()).max(50);

/** The scheduler's decisions about an instance. Stream `instance:<id>`. */
export const instanceDecisions = {
  InstanceCreated: z.object({
    deployment: z.string(),
    modelName: z.string(),
    /** The roll of its deployment whose definition it is made from; left out before the first. */
    roll: z.number().int().optional(),
    /** Position that counts for who is placed first: that of the instance it takes the place of. */
    seniority: z.number().int().optional(),
    /** The instance on a worker that is drained whose place it takes once it is ready. */
    replaces: z.string().optional(),
  }),
  InstanceWaiting: z.object({ explanation }),
  InstancePlaced: z.object({
    /** Counts placements of this instance; at most one container runs per (instance, generation). */
    generation: z.number().int(),
    worker: z.string(),
    claim,
    backend: z.string(),
    revision: z.number().int(),
    version: z.string().nullable(),
    versionReason: z.string(),
    plan: containerPlan,
    planDigest: z.string(),
    explanation,
  }),
  /** Another takes its place: no new requests go there, and it is stopped when those under way have had time to end. */
  InstanceRetiring: z.object({
    /** The roll it makes way for; left out where its worker is drained. */
    roll: z.number().int().optional(),
    reason: z.string(),
  }),
  /** The instance is to end; its container is stopped first. */
  InstanceStopping: z.object({ reason: z.string() }),
  /** The placement is given up (worker lost or left); the instance waits for another. */
  InstanceEvicted: z.object({ generation: z.number().int(), worker: z.string(), reason: z.string() }),
  /** It had failed, and somebody wants another try: it is placed again, and its restarts count from none. */
  InstanceRetried: z.object({ generation: z.number().int(), worker: z.string() }),
  InstanceDeleted: z.object({ reason: z.string() }),
} as const;

/** What a worker observed about an instance's container. The worker is the only writer of these; the scheduler copies them into its log. */
export const instanceFacts = {
  ImagePullStarted: z.object({ image: z.string() }),
  ImagePulled: z.object({ image: z.string(), digest: z.string().optional(), durationMs: z.number() }),
  ContainerCreated: z.object({
    containerId: z.string(),
    image: z.string(),
    argv: z.array(z.string()),
    port: z.number().int(),
  }),
  ContainerStarted: z.object({ containerId: z.string(), attempt: z.number().int() }),
  ContainerAdopted: z.object({ containerId: z.string(), port: z.number().int() }),
  /** Recorded when the answer changes, not on every probe. `answer` is a status code or the connection error in words. */
  ProbeAnswered: z.object({ path: z.string(), answer: z.string() }),
  InstanceReady: z.object({ url: z.string(), port: z.number().int() }),
  /** Was ready; the health path has failed `failures` times in a row. */
  InstanceUnhealthy: z.object({ answer: z.string(), failures: z.number().int() }),
  ContainerExited: z.object({
    exitCode: z.number().int().nullable(),
    oomKilled: z.boolean(),
    /** What happened in plain words. */
    detail: z.string(),
    lastLogLines: tail,
    attempt: z.number().int(),
    /** Seconds until the next start; null when it is given up. */
    restartInSeconds: z.number().nullable(),
  }),
  /** Could not even start; tried again after the back-off, or given up (null). */
  StartFailed: z.object({
    code: z.string(),
    detail: z.string(),
    attempt: z.number().int(),
    restartInSeconds: z.number().nullable(),
    /** False where the instance is not at fault (a registry or the engine is away): tried for as long as it takes. */
    counted: z.boolean().optional(),
  }),
  InstanceFailed: z.object({
    code: z.string(),
    detail: z.string(),
    exitCode: z.number().int().nullable(),
    oomKilled: z.boolean(),
    lastLogLines: tail,
  }),
  ContainerRemoved: z.object({ containerId: z.string().nullable() }),
} as const;
export type InstanceFactType = keyof typeof instanceFacts;

export const instanceEvents = { ...instanceDecisions, ...instanceFacts } as const;
export type InstanceEventType = keyof typeof instanceEvents;

/** Where an instance is on its way; every one but `ready` and `deleted` carries a reason. */
export const instanceState = z.enum([
  'queued',
  'waiting',
  'placed',
  'pulling',
  'creating',
  'probing',
  'ready',
  'unhealthy',
  'backing-off',
  'failed',
  'stopping',
  'deleted',
]);
export type InstanceState = z.infer<typeof instanceState>;
