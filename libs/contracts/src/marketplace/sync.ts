import { z } from 'zod';
import { fieldError, problem } from '../problem.js';
import { sourceName } from './source.js';

/** The steps of a sync, in order. */
export const syncPhase = z.enum(['waiting', 'fetching', 'verifying', 'reading', 'comparing', 'switching', 'done']);
export type SyncPhase = z.infer<typeof syncPhase>;

/** An entry that was rejected, where it stands in the source, and why. The others are not touched by it. */
export const rejectedEntry = z.object({
  /** Which entry of the source it is, from 1. */
  position: z.number().int(),
  name: z.string().nullable(),
  /** The file it was read from, where the source has several. */
  file: z.string().optional(),
  line: z.number().int().optional(),
  errors: z.array(fieldError),
  /** Names of entries that are offered on as they were before, because what was rejected is their newest form. */
  kept: z.array(z.string()).optional(),
});
export type RejectedEntry = z.infer<typeof rejectedEntry>;

/**
 * Something of an accepted entry that was not taken over, such as an icon that is no picture; without a name, something
 * about the source as a whole.
 */
export const entryWarning = z.object({ name: z.string().nullable(), code: z.string(), detail: z.string() });
export type EntryWarning = z.infer<typeof entryWarning>;

/** `entries` are offered now: the added, changed and unchanged ones, and those whose newest form was rejected. */
export const syncCounts = z.object({
  entries: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  withdrawn: z.number().int(),
  rejected: z.number().int(),
});
export type SyncCounts = z.infer<typeof syncCounts>;

export const syncTrigger = z.enum(['schedule', 'manual', 'added']);
export type SyncTrigger = z.infer<typeof syncTrigger>;

/** One sync of a source: queued, running, or ended. `unchanged`: the source says that nothing is new. */
export const syncRun = z.object({
  id: z.string(),
  source: sourceName,
  trigger: syncTrigger,
  actor: z.string(),
  state: z.enum(['queued', 'running', 'succeeded', 'unchanged', 'failed']),
  phase: syncPhase,
  /** Bytes while it is fetched, entries afterwards; `total` null where it is not known. */
  progress: z.object({ done: z.number(), total: z.number().nullable() }),
  attempt: z.number().int(),
  queuedAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** When a failed attempt is made again; null where no more are made. */
  nextAttemptAt: z.string().nullable(),
  counts: syncCounts.nullable(),
  /** SHA-256 of what was fetched. */
  digest: z.string().nullable(),
  /** What the source calls it: ETag, commit, manifest digest. */
  upstreamRef: z.string().nullable(),
  /** Id of the trusted key; null where it is not signed or the signature is not looked at. */
  signedBy: z.string().nullable(),
  problem: problem.nullable(),
});
export type SyncRun = z.infer<typeof syncRun>;

/** A run with everything that it found; long lists are cut at 1,000 and counted whole in `counts`. */
export const syncReport = syncRun.extend({
  added: z.array(z.string()),
  changed: z.array(z.string()),
  withdrawn: z.array(z.string()),
  rejected: z.array(rejectedEntry),
  warnings: z.array(entryWarning),
});
export type SyncReport = z.infer<typeof syncReport>;

/** Where an entry comes from: enough to find the very bytes again. */
export const provenance = z.object({
  source: sourceName,
  /** The source's location in one line. */
  location: z.string(),
  upstreamRef: z.string().nullable(),
  /** SHA-256 of the whole snapshot, and of this entry's definition in canonical form. */
  snapshotDigest: z.string(),
  contentHash: z.string(),
  signedBy: z.string().nullable(),
  syncedAt: z.string(),
});
export type Provenance = z.infer<typeof provenance>;
