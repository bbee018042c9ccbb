import { z } from 'zod';
import { backendDefinition, backendFields, backendVersion } from '../backend/definition.js';
import { keptVersion, mergeDecision } from './entry.js';
import { sourceLocation, syncEverySeconds, trustedKey, updatePolicy } from './source.js';
import { provenance, rejectedEntry, syncCounts } from './sync.js';

const settings = z.object({
  location: sourceLocation,
  /** The address may be in a private network, and plain http. */
  internal: z.boolean(),
  /** Nothing is taken that no trusted key has signed. */
  strict: z.boolean(),
  everySeconds: syncEverySeconds,
  policy: updatePolicy,
  paused: z.boolean(),
});

/** Everything that can happen to a source. Stream `source:<name>`. */
export const sourceEvents = {
  SourceAdded: settings.extend({ keys: z.array(trustedKey) }),
  /** Only the fields named here changed. */
  SourceChanged: z.object({ changes: settings.partial() }),
  SourceKeyTrusted: z.object({ key: trustedKey }),
  SourceKeyDistrusted: z.object({ id: z.string() }),
  /** It was signed with a key that nobody has trusted yet; the last good snapshot stays. */
  SourceKeyOffered: z.object({ id: z.string(), key: z.string().nullable() }),
  /** A new snapshot is the current one. Lists are cut at 200 names; `counts` has them all. */
  SourceSynced: z.object({
    run: z.string(),
    snapshot: z.string(),
    digest: z.string(),
    upstreamRef: z.string().nullable(),
    signedBy: z.string().nullable(),
    counts: syncCounts,
    added: z.array(z.string()),
    changed: z.array(z.string()),
    withdrawn: z.array(z.string()),
    rejected: z.array(rejectedEntry.pick({ position: true, name: true }).extend({ detail: z.string() })),
  }),
  /** All attempts of a sync failed; `failures` counts such syncs in a row. */
  SourceSyncFailed: z.object({ run: z.string(), code: z.string(), detail: z.string(), failures: z.number().int() }),
  SourceAlarmRaised: z.object({ failures: z.number().int(), since: z.string(), detail: z.string() }),
  SourceAlarmCleared: z.object({}),
  SourceRemoved: z.object({}),
} as const;
export type SourceEventType = keyof typeof sourceEvents;
export type SourceEvent = {
  [T in SourceEventType]: { readonly type: T; readonly data: z.infer<(typeof sourceEvents)[T]> };
}[SourceEventType];

const digestOfImage = z.object({
  version: z.string(),
  framework: z.string(),
  image: z.string(),
  digest: z.string().nullable(),
  /** Why there is no digest. */
  detail: z.string().optional(),
});
export type RecordedDigest = z.infer<typeof digestOfImage>;

/**
 * What the catalog was made to hold. `upstream` is the base of the next three-way view: upstream's definition at that
 * time, with the versions that it had withdrawn and that stayed, as it had them; after an automatic update, that of before with the
 * versions that were added.
 */
const taken = z.object({
  upstream: backendDefinition,
  provenance,
  digests: z.array(digestOfImage),
  catalogRevision: z.number().int(),
});

const wanted = taken.omit({ catalogRevision: true }).extend({
  /** Of the backend. */
  name: z.string(),
  /** What the backend is to be, where that is not `upstream`: the fields that differ; null where it has no such field. */
  differing: backendFields
    .extend({ default_version: z.string().nullable(), versions: z.array(backendVersion) })
    .partial(),
});

/** Conflicts in which the user's side was kept, as paths of the three-way view. */
const keptYours = z.array(z.array(z.string()));

const updated = z.object({
  automatic: z.boolean(),
  addedVersions: z.array(z.string()),
  removedVersions: z.array(z.string()),
  keptVersions: z.array(z.string()),
  /** The same with the reasons. */
  kept: z.array(keptVersion).optional(),
  decisions: z.array(mergeDecision),
  /** Withdrawn versions that were changed here, were decided to go, and stayed; as they are, without their mark. */
  letGo: z.array(backendVersion).optional(),
});

/** What the catalog is asked for, whole: who finds the change begun can ask the same again, and end it. */
export const entryPlan = z.discriminatedUnion('kind', [
  wanted.extend({ kind: z.literal('enable'), restored: z.boolean(), keptYours }),
  wanted.extend({
    kind: z.literal('update'),
    expectedRevision: z.number().int(),
    /** What upstream offered; an automatic update takes only its new versions, so that `provenance` may stay behind. */
    offeredHash: z.string(),
    ...updated.shape,
  }),
  z.object({ kind: z.literal('disable'), yours: backendDefinition, expectedRevision: z.number().int() }),
]);
export type EntryPlan = z.infer<typeof entryPlan>;

/** Everything that can happen to an entry. Stream `entry:<source>/<lower-case name>`. */
export const entryEvents = {
  /** Said before the catalog is asked, so that a crash in between is noticed and ended. */
  EntryChangeBegun: z.object({
    change: z.enum(['enable', 'disable', 'update']),
    /** The idempotency key of the command. */
    command: z.string(),
    plan: entryPlan,
  }),
  EntryChangeAbandoned: z.object({ command: z.string(), code: z.string(), detail: z.string() }),
  /** `restored`: what the user had added before it was disabled came back with it. */
  EntryEnabled: taken.extend({ name: z.string(), restored: z.boolean(), keptYours: keptYours.default([]) }),
  EntryUpdated: taken.extend(updated.shape),
  /** `yours` is what the backend was when it was deleted: enabling again goes on from there. */
  EntryDisabled: z.object({ yours: backendDefinition, catalogRevision: z.number().int() }),
  /** An enabled entry changed upstream; told once for each content. */
  EntryUpdateOffered: z.object({
    contentHash: z.string(),
    addedVersions: z.array(z.string()),
    changedVersions: z.array(z.string()),
    withdrawnVersions: z.array(z.string()),
  }),
  EntryWithdrawn: z.object({}),
  EntryReturned: z.object({}),
  /** Null: the source's policy holds again. */
  EntryPolicySet: z.object({ policy: updatePolicy.nullable() }),
} as const;
export type EntryEventType = keyof typeof entryEvents;
export type EntryEvent = {
  [T in EntryEventType]: { readonly type: T; readonly data: z.infer<(typeof entryEvents)[T]> };
}[EntryEventType];
