import { z } from 'zod';
import { instanceState } from './instance.js';

/** How a worker is to be emptied. */
export const drainWish = z
  .object({
    /** What finds no place elsewhere is stopped at once and waits in the queue; without it, it stays. */
    force: z.boolean().default(false),
    /** After that time everything that is still there is stopped, as with `force`. */
    deadlineSeconds: z.number().int().min(1).max(604_800).optional(),
  })
  .strict();
export type DrainWish = z.infer<typeof drainWish>;

/** One instance of a worker that is to be emptied. */
export const drainStep = z.object({
  instance: z.string(),
  deployment: z.string(),
  state: instanceState,
  /** `moves`: another is ready first. `stays`: no place elsewhere. `stops`: the same, by force. `ends`: is stopping already. */
  outcome: z.enum(['moves', 'stays', 'stops', 'ends']),
  /** The worker of the one that takes its place; null where none takes it. */
  to: z.string().nullable(),
  /** Why there, or why nowhere. */
  reason: z.string(),
});
export type DrainStep = z.infer<typeof drainStep>;

/** What draining a worker would do, as things are now. Nothing is reserved by it. */
export const drainPlan = z.object({
  worker: z.string(),
  /** What the plan was made on: as `If-Match` of the start, it makes sure that it is the same worker still. */
  workerRevision: z.number().int(),
  cordoned: z.boolean(),
  /** The plan in one or two sentences. */
  text: z.string(),
  /** Every instance there. */
  steps: z.array(drainStep),
  /** Deployments that would have no ready replica for a time. */
  interrupted: z.array(z.string()),
  /** Deployments that only replicas there serve: what ends all of them at once, as a removal does, ends their service. */
  onlyHere: z.array(z.string()),
});
export type DrainPlan = z.infer<typeof drainPlan>;

const held = z.object({ instance: z.string(), reason: z.string() });

/** The last drain of a worker, until it is opened again. `stuck`: only what finds no place elsewhere is left. */
export const drainView = z.object({
  state: z.enum(['draining', 'stuck', 'drained']),
  force: z.boolean(),
  deadlineSeconds: z.number().int().nullable(),
  startedAt: z.string(),
  startedBy: z.string(),
  /** Why, where whoever started it said so. */
  why: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Instances that were there when it began; `moved` of them are gone from there, `left` still hold a claim. */
  total: z.number().int(),
  moved: z.number().int(),
  left: z.number().int(),
  /** What is on its way, and what it waits for. */
  moving: z.array(held),
  /** What stays, and why. */
  stuck: z.array(held),
});
export type DrainView = z.infer<typeof drainView>;
