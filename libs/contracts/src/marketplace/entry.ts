import { z } from 'zod';
import { backendDefinition } from '../backend/definition.js';
import { changeImpact } from '../scheduling/impact.js';
import { sourceName, updatePolicy } from './source.js';
import { provenance } from './sync.js';

const link = z.object({ title: z.string().min(1).max(100), url: z.url({ protocol: /^https?$/ }).max(2000) });
const change = z.object({
  version: z.string().max(128),
  date: z.string().max(40).optional(),
  text: z.string().max(20_000),
});

/** What an entry may say of a backend beside its definition (our own index format). */
export const entryAbout = z.object({
  maintainer: z.string().max(200).optional(),
  licence: z.string().max(100).optional(),
  links: z.array(link).max(20).default([]),
  /** Newest first. */
  changelog: z.array(change).max(200).default([]),
  /** What it needs at least: `enginehouse`, or a framework (`cuda: "12.4"`). */
  minimum_versions: z.record(z.string().max(40), z.string().max(40)).default({}),
  /** The entry is not maintained any more; the text says what to use instead. */
  deprecated: z.string().max(1000).optional(),
  /** Markdown, longer than the definition's description. */
  readme: z.string().max(100_000).optional(),
});
export type EntryAbout = z.infer<typeof entryAbout>;

/** An entry as a source offers it: what is kept in a snapshot. `definition.icon` is a re-encoded picture or absent. */
export const offeredEntry = z.object({
  name: z.string(),
  definition: backendDefinition,
  about: entryAbout,
  /** SHA-256 over definition and about, in canonical form. */
  contentHash: z.string(),
});
export type OfferedEntry = z.infer<typeof offeredEntry>;

/** The digest that an image's tag meant when the entry was enabled or updated, and what it means now where that was asked. */
export const entryImage = z.object({
  version: z.string(),
  framework: z.string(),
  image: z.string(),
  recorded: z.string().nullable(),
  current: z.string().nullable(),
  status: z.enum(['unchanged', 'moved', 'unknown']),
  detail: z.string(),
});
export type EntryImage = z.infer<typeof entryImage>;

/** The card of an entry. */
export const entrySummary = z.object({
  source: sourceName,
  name: z.string(),
  description: z.string().optional(),
  frameworks: z.array(z.string()),
  versions: z.array(z.string()),
  defaultVersion: z.string().optional(),
  maintainer: z.string().optional(),
  licence: z.string().optional(),
  hasIcon: z.boolean(),
  contentHash: z.string(),
  /** It is a backend of the catalog now, made from this entry. */
  enabled: z.boolean(),
  /**
   * An update would change something: upstream has changed since it was enabled or last updated, or a version that it
   * withdrew may go now.
   */
  updatable: z.boolean(),
  /** The source does not offer it any more; only enabled ones are still listed. */
  withdrawn: z.boolean(),
  /** Why its newest form was rejected: what is offered is the last one that was valid. Null where it is the newest. */
  rejected: z.string().nullable(),
  deprecated: z.string().nullable(),
  /** Why it cannot be enabled as it is: another backend has the name. */
  clash: z.string().nullable(),
  /** How many deployments use it; null where it is not enabled or the scheduler does not answer. */
  deployments: z.number().int().nullable(),
});
export type EntrySummary = z.infer<typeof entrySummary>;

export const entryPage = z.object({
  items: z.array(entrySummary),
  nextCursor: z.string().optional(),
  total: z.number().int(),
});
export type EntryPage = z.infer<typeof entryPage>;

/** Why there are no updates of an enabled entry that is not offered any more. */
export const entryGone = z.object({
  reason: z
    .enum(['withdrawn', 'source-removed', 'source-not-synced'])
    .describe('`source-not-synced`: its source was added again, and only a sync tells whether it still has the entry'),
  since: z.string().nullable().describe('When that was seen; null where it is not known'),
  location: z.string().optional().describe('Of a source that was removed or not synced: where it is, in one line'),
});
export type EntryGone = z.infer<typeof entryGone>;

/** Everything about an entry. */
export const entryView = entrySummary.extend({
  definition: backendDefinition,
  about: entryAbout,
  /** `about.readme`, or the description, as HTML without any HTML of its author's. */
  readmeHtml: z.string(),
  provenance,
  /** What the enabled backend was made from; null where it is not enabled. */
  enabledFrom: provenance.nullable(),
  enabledAt: z.string().nullable(),
  enabledBy: z.string().nullable(),
  /** Revision of the backend in the catalog; null where it is not enabled. */
  catalogRevision: z.number().int().nullable(),
  images: z.array(entryImage),
  /** The entry's own policy, or null where the source's holds. */
  policy: updatePolicy.nullable(),
  effectivePolicy: updatePolicy,
  /** Only of an enabled entry that is not offered any more. */
  gone: entryGone.optional(),
  revision: z.number().int().describe('Of the entry in the marketplace; 0 where nothing was ever done with it'),
});
export type EntryView = z.infer<typeof entryView>;

/** Who changed a field since the entry was taken over: only upstream, only you, both alike, or both differently. */
export const mergeKind = z.enum(['upstream', 'yours', 'same', 'conflict']);

/**
 * One field in the three-way view: `base` is upstream then, `upstream` upstream now, `yours` what the catalog has. A
 * side is left out where it has no such field. Versions stand in the path by name, images by framework. `result` is
 * what applying leads to; a conflict has none until it is decided.
 */
export const mergeField = z.object({
  path: z.array(z.string()),
  kind: mergeKind,
  base: z.unknown().optional(),
  upstream: z.unknown().optional(),
  yours: z.unknown().optional(),
  result: z.unknown().optional(),
  note: z.string().optional(),
});
export type MergeField = z.infer<typeof mergeField>;

/** A version that upstream no longer has. It is removed, or stays marked while deployments use it. */
export const withdrawnVersion = z.object({
  version: z.string(),
  usedBy: z.array(z.string()),
  outcome: z.enum(['removed', 'kept']),
  reason: z.string(),
});
export type WithdrawnVersion = z.infer<typeof withdrawnVersion>;

/** A version that upstream no longer has and that stayed, with the reason: a deployment uses it, or it is the default. */
export const keptVersion = withdrawnVersion.pick({ version: true, reason: true });
export type KeptVersion = z.infer<typeof keptVersion>;

/** What updating an enabled entry would do, and to whom. */
export const entryUpdate = z.object({
  source: sourceName,
  name: z.string(),
  /** An update would change something; the same as in lists. */
  updatable: z.boolean(),
  /** Send both back with the update: it is refused where one of them is no longer what it was. */
  catalogRevision: z.number().int(),
  contentHash: z.string(),
  baseContentHash: z.string(),
  fields: z.array(mergeField),
  conflicts: z.number().int(),
  addedVersions: z.array(z.string()),
  withdrawnVersions: z.array(withdrawnVersion),
  impact: z.array(changeImpact),
  moreImpact: z.number().int().optional(),
  impactUnknown: z.string().optional(),
  /** Only where it is not offered any more. */
  gone: entryGone.optional(),
});
export type EntryUpdate = z.infer<typeof entryUpdate>;

/** How a conflict is decided. */
export const mergeDecision = z
  .object({ path: z.array(z.string()).min(1).max(10), take: z.enum(['upstream', 'yours']) })
  .strict();
export type MergeDecision = z.infer<typeof mergeDecision>;
