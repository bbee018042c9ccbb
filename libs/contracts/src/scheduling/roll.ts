import { z } from 'zod';
import { fieldChange } from '../backend/history.js';
import { problem } from '../problem.js';

/**
 * How the replicas go over. `surge`: each new one is ready before an old one stops taking requests. `in-place`: an old
 * one is stopped first. `none`: no instance is replaced, since nothing runs or since nothing of the container changes.
 */
export const rollMode = z.enum(['surge', 'in-place', 'none']);
export type RollMode = z.infer<typeof rollMode>;

/** What a deployment is to be rolled to. */
export const rollWish = z
  .object({
    /** A revision of its backend; left out, the newest. */
    to: z.number().int().positive().optional(),
    /** A version of its backend; left out, as the deployment chose so far. */
    version: z.string().min(1).max(200).optional(),
    /** Only this way; left out, `surge` where there is room, else `in-place`. */
    mode: z.enum(['surge', 'in-place']).optional(),
    /** How long a new instance may take to be ready; left out, learned from how long the running ones took. */
    readyWithinSeconds: z.number().int().min(1).max(86_400).optional(),
  })
  .strict();
export type RollWish = z.infer<typeof rollWish>;

/** A definition that a deployment runs or could run. `version` is null where none is involved, or none is known yet. */
export const rollSide = z.object({ revision: z.number().int(), version: z.string().nullable() });
export type RollSide = z.infer<typeof rollSide>;

/** One replica on its way: the instance that goes, and where the one that takes its place would run. */
export const rollStep = z.object({
  /** Null where there is no instance to replace. */
  instance: z.string().nullable(),
  from: z.string().nullable(),
  /** The worker of the new one; null where none takes it. */
  to: z.string().nullable(),
  reason: z.string(),
});
export type RollStep = z.infer<typeof rollStep>;

/** What a roll would do, as things are now. Nothing is reserved by it. */
export const rollPlan = z.object({
  deployment: z.string(),
  /** What the plan was made on: as `If-Match` of the start, it makes sure that it is the same deployment still. */
  deploymentRevision: z.number().int(),
  backend: z.string(),
  /** The backend's newest revision. */
  currentRevision: z.number().int(),
  from: rollSide.extend({ image: z.string().nullable() }),
  to: rollSide.extend({ image: z.string().nullable(), versionReason: z.string() }),
  /** How it would be done; `nothing`: it runs that already; `refused`: `problem` says why. */
  outcome: z.enum(['surge', 'in-place', 'none', 'nothing', 'refused']),
  /** The outcome in one or two sentences. */
  text: z.string(),
  /** The fields of the container that differ, secrets masked; a replica on the same devices is compared. */
  changes: z.array(fieldChange),
  /** In the order in which they would be replaced. */
  steps: z.array(rollStep),
  /** Null where a ready replica takes over from each. */
  downtime: z
    .object({
      replicas: z.array(z.string()),
      /** For each of them, until the new one is ready or the old one starts to come back. */
      worstSeconds: z.number().int(),
      /** Whether there is a time in which no replica is ready. */
      noneReady: z.boolean(),
    })
    .nullable(),
  /** How long a new instance may take to be ready before all is undone. */
  readyWithinSeconds: z.number().int(),
  /** How long the running instances took at most; null where that is not known. */
  learnedSeconds: z.number().int().nullable(),
  /** Why it is refused. */
  problem: problem.nullable(),
});
export type RollPlan = z.infer<typeof rollPlan>;

/** Why a roll was undone. `stopped`: the deployment was stopped meanwhile. */
export const rollRevertCause = z.enum(['failed', 'overdue', 'cancelled', 'stopped']);
export type RollRevertCause = z.infer<typeof rollRevertCause>;

/** The new instance for which a roll was undone, and how its container ended where it did. */
export const rollFailure = z.object({
  instance: z.string(),
  exitCode: z.number().int().nullable(),
  oomKilled: z.boolean(),
  lastLogLines: z.array(z.string()).max(50),
});
export type RollFailure = z.infer<typeof rollFailure>;

/** The last roll of a deployment. `returning`: it is undone, and new instances still make way for old ones. */
export const rollView = z.object({
  state: z.enum(['rolling', 'returning', 'rolled', 'reverted']),
  mode: rollMode,
  from: rollSide,
  to: rollSide,
  /** Replicas that run the new definition and are ready, of those wanted; while `returning`, of the old one. */
  ready: z.number().int(),
  total: z.number().int(),
  readyWithinSeconds: z.number().int(),
  startedAt: z.string(),
  startedBy: z.string(),
  /** Why, where whoever started it said so. */
  why: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** What it waits for, or how it ended, in plain words. */
  reason: z.string(),
  /** Only where it was undone. */
  cause: rollRevertCause.nullable(),
  failure: rollFailure.nullable(),
});
export type RollView = z.infer<typeof rollView>;
