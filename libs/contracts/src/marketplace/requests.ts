import { z } from 'zod';
import { feedInput, feedPage, logReport } from '../backend/requests.js';
import { problem } from '../problem.js';
import { defineRequest } from '../request.js';
import { entryPage, entryUpdate, entryView, keptVersion, mergeDecision } from './entry.js';
import {
  defaultSyncSeconds,
  publicKey,
  locationChange,
  sourceLocation,
  sourceName,
  syncEverySeconds,
  trustedKey,
  updatePolicy,
} from './source.js';
import { syncReport, syncRun } from './sync.js';

const name = sourceName;
const expectedRevision = z.number().int().positive().optional();
const done = z.object({ revision: z.number().int(), changed: z.boolean() });
const entry = z.object({ source: sourceName, name: z.string().min(1).max(128) });

/** What a source is added with. With a key it is strict unless said otherwise. */
export const newSource = z.object({
  name,
  location: sourceLocation,
  internal: z.boolean().default(false).describe('The address may be in a private network, and plain http'),
  keys: z
    .array(publicKey)
    .max(10)
    .default([])
    .describe('minisign public keys; the index must be signed with one of them'),
  strict: z
    .boolean()
    .optional()
    .describe('Refuse what is not signed by a trusted key; default: true where a key is given'),
  everySeconds: syncEverySeconds.default(defaultSyncSeconds),
  policy: updatePolicy.prefault({}),
});

/** What can be changed of a source. */
export const sourceChanges = z
  .object({
    location: locationChange,
    internal: z.boolean(),
    strict: z.boolean(),
    everySeconds: syncEverySeconds,
    policy: updatePolicy,
    paused: z.boolean().describe('While it is paused it is not synced by itself'),
  })
  .partial()
  .strict();
export type SourceChanges = z.infer<typeof sourceChanges>;

/** A source as everybody sees it. */
export const sourceView = z.object({
  name,
  location: sourceLocation,
  /** The location in one line. */
  address: z.string(),
  internal: z.boolean(),
  strict: z.boolean(),
  paused: z.boolean(),
  keys: z.array(trustedKey),
  /** A key it was signed with that nobody has trusted yet; `key` null where the source does not show it. */
  offeredKey: z.object({ id: z.string(), key: z.string().nullable(), at: z.string() }).nullable(),
  everySeconds: z.number().int(),
  policy: updatePolicy,
  /** `never`: not synced yet; `failing`: the last sync failed; `alarm`: three in a row did. */
  state: z.enum(['never', 'ok', 'failing', 'alarm']),
  failures: z.number().int(),
  problem: problem.nullable(),
  /** The sync that runs or waits now. */
  running: syncRun.nullable(),
  lastSync: syncRun.nullable(),
  /** What is offered now. */
  snapshot: z
    .object({
      id: z.string(),
      digest: z.string(),
      upstreamRef: z.string().nullable(),
      signedBy: z.string().nullable(),
      syncedAt: z.string(),
      entries: z.number().int(),
      rejected: z.number().int(),
    })
    .nullable(),
  nextSyncAt: z.string().nullable(),
  enabledEntries: z.number().int(),
  revision: z.number().int(),
  createdAt: z.string(),
  createdBy: z.string(),
});
export type SourceView = z.infer<typeof sourceView>;

/** What entries to list; an absent filter lets everything pass. */
export const entryFilter = z.object({
  search: z.string().max(200).optional(),
  framework: z.string().max(40).optional(),
  source: sourceName.optional(),
  enabled: z.boolean().optional(),
  updatable: z.boolean().optional(),
  deprecated: z.boolean().optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

/** The marketplace's commands and queries. */
export const marketplace = {
  /** Adds a source and syncs it at once; `run` is that sync. */
  addSource: defineRequest('marketplace.command.AddSource', newSource, done.extend({ name, run: z.string() })),
  changeSource: defineRequest(
    'marketplace.command.ChangeSource',
    z.object({ name, changes: sourceChanges, expectedRevision }),
    done,
  ),
  /** Refused while entries of it are enabled, unless they are to stay in the catalog without a source. */
  removeSource: defineRequest(
    'marketplace.command.RemoveSource',
    z.object({ name, keepEnabled: z.boolean().default(false), expectedRevision }),
    done,
  ),
  /** Trusts a key, or with `distrust` takes the trust back. */
  trustKey: defineRequest(
    'marketplace.command.TrustKey',
    z.object({ name, key: publicKey.optional(), distrust: z.string().max(64).optional(), expectedRevision }),
    done,
  ),
  /** Queues a sync, or answers the one that waits or runs already (`joined`). */
  syncSource: defineRequest(
    'marketplace.command.SyncSource',
    /** `acceptEmpty`: take it also where the source offers nothing any more. */
    z.object({ name, acceptEmpty: z.boolean().default(false) }),
    syncRun.extend({ joined: z.boolean() }),
  ),
  enableEntry: defineRequest(
    'marketplace.command.EnableEntry',
    /** `contentHash`: refuse where it is no longer what was looked at. */
    entry.extend({ contentHash: z.string().max(100).optional() }),
    /**
     * `restored`: what was added to it before it was disabled is back. `keptYours`: where upstream has changed the same
     * since, as paths of the three-way view; yours was kept there.
     */
    done.extend({
      backend: z.string(),
      catalogRevision: z.number().int(),
      restored: z.boolean(),
      keptYours: z.array(z.array(z.string())),
    }),
  ),
  disableEntry: defineRequest(
    'marketplace.command.DisableEntry',
    entry,
    /** `catalogRevision` is that of the deletion; `lastRevision` the one before it, which a roll back goes to. */
    done.extend({ catalogRevision: z.number().int(), lastRevision: z.number().int() }),
  ),
  updateEntry: defineRequest(
    'marketplace.command.UpdateEntry',
    entry.extend({
      contentHash: z.string().max(100).optional(),
      catalogRevision: z.number().int().positive().optional(),
      decisions: z.array(mergeDecision).max(1000).default([]),
    }),
    done.extend({
      catalogRevision: z.number().int(),
      addedVersions: z.array(z.string()),
      removedVersions: z.array(z.string()),
      keptVersions: z.array(z.string()),
      /** The same with the reasons. */
      kept: z.array(keptVersion),
    }),
  ),
  setEntryPolicy: defineRequest(
    'marketplace.command.SetEntryPolicy',
    entry.extend({ policy: updatePolicy.nullable() }),
    done,
  ),

  listSources: defineRequest('marketplace.query.ListSources', z.object({}), z.object({ items: z.array(sourceView) })),
  getSource: defineRequest('marketplace.query.GetSource', z.object({ name }), sourceView),
  /** Newest first. */
  listRuns: defineRequest(
    'marketplace.query.ListRuns',
    z.object({
      source: name.optional(),
      limit: z.number().int().min(1).max(200).default(20),
      before: z.string().max(100).optional(),
    }),
    z.object({ items: z.array(syncRun), nextBefore: z.string().optional() }),
  ),
  getRun: defineRequest('marketplace.query.GetRun', z.object({ id: z.string().max(100) }), syncReport),
  listEntries: defineRequest('marketplace.query.ListEntries', entryFilter, entryPage),
  /** `checkImages` asks the registries what the tags mean now. */
  getEntry: defineRequest(
    'marketplace.query.GetEntry',
    entry.extend({ checkImages: z.boolean().default(false) }),
    entryView,
  ),
  entryIcon: defineRequest(
    'marketplace.query.EntryIcon',
    entry,
    z.object({ mediaType: z.string(), base64: z.string(), contentHash: z.string() }),
  ),
  /** With `decisions`: what it would do with these. */
  entryUpdate: defineRequest(
    'marketplace.query.EntryUpdate',
    entry.extend({ decisions: z.array(mergeDecision).max(1000).default([]) }),
    entryUpdate,
  ),
  feed: defineRequest('marketplace.query.Feed', feedInput, feedPage),
  verifyLog: defineRequest('marketplace.query.VerifyLog', z.object({}), logReport),
} as const;
