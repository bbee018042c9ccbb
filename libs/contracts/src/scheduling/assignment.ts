import { z } from 'zod';
import { defineRequest } from '../request.js';
import { containerPlan } from './container-plan.js';
import { instanceFacts } from './instance.js';
import { workerName, workerReport } from './worker.js';

/** One container a worker is to run, or to take down. */
export const assignment = z.object({
  instance: z.string(),
  deployment: z.string(),
  generation: z.number().int(),
  desired: z.enum(['running', 'stopped']),
  plan: containerPlan,
  planDigest: z.string(),
});
export type Assignment = z.infer<typeof assignment>;

/** Which log something was decided from, and in which of its lives: positions compare within one life only. */
export const logLife = z.object({
  logId: z.string(),
  /** Grows when the log is restored from a backup. */
  life: z.number().int(),
});
export type LogLife = z.infer<typeof logLife>;

/** All of a worker's assignments. A worker refuses a set that is older than the one it holds. */
export const assignmentSet = z.object({
  worker: workerName,
  installation: z.string(),
  /** The scheduler's log position when the set was made. */
  epoch: z.number().int(),
  /** The log that `epoch` is a position in. A worker's file of an older release lacks it. */
  log: logLife.optional(),
  assignments: z.array(assignment),
});
export type AssignmentSet = z.infer<typeof assignmentSet>;

const factTypes = Object.keys(instanceFacts) as [keyof typeof instanceFacts, ...(keyof typeof instanceFacts)[]];

/** A worker's observation, published on `runtime.<worker>.<instance>.<type>`; `id` makes it idempotent. */
export const runtimeFact = z.object({
  id: z.uuid(),
  worker: workerName,
  instance: z.string(),
  generation: z.number().int(),
  at: z.string(),
  type: z.enum(factTypes),
  data: z.record(z.string(), z.unknown()),
});
export type RuntimeFact = z.infer<typeof runtimeFact>;

/** What a worker's container of an instance looks like now; sent with every pull, so a lost fact is made good. */
export const observation = z.object({
  instance: z.string(),
  generation: z.number().int(),
  phase: z.enum(['pulling', 'creating', 'probing', 'ready', 'unhealthy', 'backing-off', 'failed', 'stopping']),
  url: z.string().optional(),
  /** The last fact published about it. */
  lastFactId: z.string().optional(),
});
export type Observation = z.infer<typeof observation>;

/** Progress of something long; a core message, never an event. */
export const progress = z.object({
  worker: workerName,
  instance: z.string(),
  phase: z.enum(['pulling', 'probing']),
  percent: z.number().min(0).max(100).optional(),
  text: z.string(),
});
export type Progress = z.infer<typeof progress>;

/** What workers ask of the scheduler. `{w}` is the worker's own name; NATS permissions hold it to that. */
export const workerRequests = (worker: string) =>
  ({
    report: defineRequest(
      `scheduler.worker.${worker}.report`,
      workerReport,
      z.object({ accepted: z.boolean(), installation: z.string() }),
    ),
    assignments: defineRequest(
      `scheduler.worker.${worker}.assignments`,
      z.object({ worker: workerName, session: z.string(), observed: z.array(observation) }),
      assignmentSet,
    ),
    leave: defineRequest(
      `scheduler.worker.${worker}.leave`,
      z.object({ worker: workerName, reason: z.string() }),
      z.object({ left: z.boolean() }),
    ),
  }) as const;
