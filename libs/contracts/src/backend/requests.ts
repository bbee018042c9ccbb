import { z } from 'zod';
import { recordedEvent } from '../event.js';
import { defineRequest } from '../request.js';
import { backendDefinition, backendFields, backendSource, backendVersion, versionFields } from './definition.js';
import { backendEventType } from './events.js';
import { auditEntry, definitionDiff } from './history.js';
import { imageFacts, imageUpdate } from './image.js';
import { applyPlan, applySetName, defaultApplySet, namedBackend, planDocument } from './plan.js';

/** No store can hold a NUL character, so nothing has a name with one. */
const name = z
  .string()
  .min(1)
  .max(128)
  .refine((text) => !text.includes('\0'), 'a name holds no NUL character');
/** The revision the writer had read; left out, the write applies to whatever is current. */
const expectedRevision = z.number().int().positive().optional();

/** A backend at one revision. `revision` is the log position of its last event. */
export const backendView = z.object({
  name: z.string(),
  source: backendSource,
  revision: z.number().int(),
  definition: backendDefinition,
  createdAt: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
  /** The set of documents that made it, where `apply` did. */
  applySet: z.string().optional(),
});
export type BackendView = z.infer<typeof backendView>;

/** A framework and the versions on offer for it, latest first. */
export const frameworkVersions = z.object({ framework: z.string(), versions: z.array(z.string()) });
export type FrameworkVersions = z.infer<typeof frameworkVersions>;

/** The card of a backend in a list. */
export const backendSummary = backendView.omit({ definition: true }).extend({
  description: z.string().optional(),
  defaultVersion: z.string().optional(),
  frameworks: z.array(z.string()),
  versions: z.array(z.string()),
  /**
   * Every version that is not deprecated, once for each of its frameworks; in the order of `frameworks`. A list, not a map:
   * frameworks are free text, and objects reorder integer-like keys. A catalog of an earlier release leaves it out.
   */
  frameworkVersions: z.array(frameworkVersions).optional(),
  hasIcon: z.boolean(),
  /** How many deployments use it, where that was asked for; null where the scheduler does not answer. */
  deployments: z.number().int().nullable().optional(),
});
export type BackendSummary = z.infer<typeof backendSummary>;

/** A page of a list; `nextCursor` leads to the next one. */
export const backendPage = z.object({ items: z.array(backendSummary), nextCursor: z.string().optional() });
export type BackendPage = z.infer<typeof backendPage>;

export const historyEntry = z.object({
  revision: z.number().int(),
  version: z.number().int(),
  type: z.string(),
  at: z.string(),
  actor: z.string(),
  reason: z.string().optional(),
  data: z.unknown(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** Resolve every tag to its digest before saving, so that the version means the same image for ever. */
const lock = z.boolean().optional();
/** An instant; ISO 8601 with an offset. */
const instant = z.iso.datetime({ offset: true });

const done = z.object({ revision: z.number().int(), changed: z.boolean() });

/** Reading a log page by page; shared by the catalog's and the scheduler's feed. `waitMs` holds the answer until there is something. */
export const feedInput = z.object({
  after: z.number().int().min(0),
  limit: z.number().int().min(1).max(1000).default(100),
  waitMs: z.number().int().min(0).max(30_000).default(0),
});
export const feedPage = z.object({
  events: z.array(recordedEvent),
  head: z.number().int(),
  logId: z.string(),
  /**
   * The lives of the log, oldest first: `epoch` began when the log ended at `afterPosition`. A reader that is further in
   * an older epoch has read what a restored log has lost.
   */
  epochs: z.array(z.object({ epoch: z.number().int(), afterPosition: z.number().int() })),
});
export type FeedPage = z.infer<typeof feedPage>;

/** What `log verify` found: the chain is whole up to `position`, or broken at `badPosition`. */
export const logReport = z.object({
  log: z.string(),
  ok: z.boolean(),
  position: z.number().int(),
  commits: z.number().int(),
  badPosition: z.number().int().optional(),
  detail: z.string(),
});
export type LogReport = z.infer<typeof logReport>;

/** The catalog's commands and queries. */
export const catalog = {
  registerBackend: defineRequest(
    'catalog.command.RegisterBackend',
    z.object({
      definition: backendDefinition.optional(),
      /** GPUStack's YAML, instead of `definition`. */
      yaml: z.string().optional(),
      source: z.enum(['community', 'custom']).default('custom'),
      lock,
    }),
    done,
  ),
  /** Registers, or changes field by field what differs, in one atomic step. */
  applyBackend: defineRequest(
    'catalog.command.ApplyBackend',
    z.object({
      definition: backendDefinition.optional(),
      yaml: z.string().optional(),
      /** Marks a backend that this makes as made by that set of documents. */
      applySet: applySetName.optional(),
      lock,
      /** 0: there must be no such backend yet. */
      expectedRevision: z.number().int().min(0).optional(),
      /**
       * The marketplace applies what a community backend shall be: its versions keep upstream's names, and a deprecation
       * that the definition does not mention ends.
       */
      upstream: z.boolean().optional(),
    }),
    done.extend({ name: z.string(), created: z.boolean() }),
  ),
  describeBackend: defineRequest(
    'catalog.command.DescribeBackend',
    z.object({ name, changes: backendFields, expectedRevision }),
    done,
  ),
  addVersion: defineRequest(
    'catalog.command.AddVersion',
    z.object({ name, version: backendVersion, lock, expectedRevision }),
    done,
  ),
  changeVersion: defineRequest(
    'catalog.command.ChangeVersion',
    z.object({ name, version: backendVersion, lock, expectedRevision }),
    done,
  ),
  /** Changes single fields of a version and leaves the others as they are. */
  editVersion: defineRequest(
    'catalog.command.EditVersion',
    z.object({ name, version: z.string(), changes: versionFields, lock, expectedRevision }),
    done,
  ),
  deprecateVersion: defineRequest(
    'catalog.command.DeprecateVersion',
    z.object({ name, version: z.string(), message: z.string().max(1000).default(''), expectedRevision }),
    done,
  ),
  restoreVersion: defineRequest(
    'catalog.command.RestoreVersion',
    z.object({ name, version: z.string(), expectedRevision }),
    done,
  ),
  removeVersion: defineRequest(
    'catalog.command.RemoveVersion',
    z.object({ name, version: z.string(), expectedRevision }),
    done,
  ),
  setDefaultVersion: defineRequest(
    'catalog.command.SetDefaultVersion',
    z.object({ name, version: z.string().nullable(), expectedRevision }),
    done,
  ),
  deleteBackend: defineRequest('catalog.command.DeleteBackend', z.object({ name, expectedRevision }), done),
  /** Makes the backend what it was at an earlier revision, by one new event. */
  rollBackBackend: defineRequest(
    'catalog.command.RollBackBackend',
    z.object({ name, toRevision: z.number().int().positive(), expectedRevision }),
    done,
  ),
  /** The scheduler gives up a hold whose removal never ended: after this, that removal can no longer happen. */
  abandonRemoval: defineRequest('catalog.command.AbandonRemoval', z.object({ name, hold: z.string() }), done),

  listBackends: defineRequest(
    'catalog.query.ListBackends',
    z.object({
      search: z.string().max(200).optional(),
      source: backendSource.optional(),
      framework: z.string().optional(),
      limit: z.number().int().min(1).max(1000).default(100),
      cursor: z.string().optional(),
      /** The `state` of the same page as the asker has it; if it still holds, the answer is `unchanged` and has no items. */
      known: z.string().optional(),
    }),
    backendPage.extend({ state: z.string(), unchanged: z.boolean().optional() }),
  ),
  /**
   * `revision` asks for the state at that revision or the last one before it, `at` for the state at that time; a revision
   * beyond the log's end is refused, and so are both at once. At a time to come it is what it is now.
   */
  getBackend: defineRequest(
    'catalog.query.GetBackend',
    z.object({ name, revision: z.number().int().optional(), at: instant.optional() }),
    backendView,
  ),
  exportBackend: defineRequest(
    'catalog.query.ExportBackend',
    z.object({ name, revision: z.number().int().optional(), at: instant.optional() }),
    z.object({ yaml: z.string(), revision: z.number().int() }),
  ),
  backendHistory: defineRequest(
    'catalog.query.BackendHistory',
    z.object({ name, after: z.number().int().default(0), limit: z.number().int().min(1).max(1000).default(200) }),
    z.object({ items: z.array(historyEntry) }),
  ),
  /**
   * What differs between two revisions of a backend, field by field. `to` left out is the current one, `from` left out
   * the one before `to`. A number between two of its revisions means the earlier of them; the answer names both.
   */
  diffBackend: defineRequest(
    'catalog.query.DiffBackend',
    z.object({ name, from: z.number().int().positive().optional(), to: z.number().int().positive().optional() }),
    definitionDiff,
  ),
  /**
   * Every change of the catalog, newest first: from `since` on and before `until`. `before` is the position that the
   * next page starts below.
   */
  audit: defineRequest(
    'catalog.query.Audit',
    z.object({
      actor: z.string().optional(),
      backend: z.string().optional(),
      type: backendEventType.optional(),
      since: instant.optional(),
      until: instant.optional(),
      before: z.number().int().positive().optional(),
      limit: z.number().int().min(1).max(1000).default(100),
    }),
    z.object({ items: z.array(auditEntry), nextBefore: z.number().int().optional() }),
  ),
  /** What applying these documents would do, and to whom. Changes nothing. */
  planApply: defineRequest(
    'catalog.query.PlanApply',
    z.object({
      documents: z.array(planDocument).max(1000),
      applySet: applySetName.default(defaultApplySet),
      /** Also plan to delete what this set made earlier and the documents no longer name. */
      prune: z.boolean().default(false),
      lock,
      /** What documents of the same apply describe that are planned by requests before this one, as their plans name it. */
      named: z.array(namedBackend).max(10_000).default([]),
    }),
    applyPlan,
  ),
  /** What the registry says about an image, without pulling it. */
  /** An answer may be a minute old, unless it is to be `fresh`. */
  inspectImage: defineRequest(
    'catalog.query.InspectImage',
    z.object({ image: z.string(), fresh: z.boolean().optional() }),
    imageFacts,
  ),
  /** Which tags of a backend's images mean something else now than when they were locked. */
  imageUpdates: defineRequest(
    'catalog.query.ImageUpdates',
    z.object({ name }),
    z.object({ name: z.string(), revision: z.number().int(), items: z.array(imageUpdate) }),
  ),
  feed: defineRequest('catalog.query.Feed', feedInput, feedPage),
  verifyLog: defineRequest('catalog.query.VerifyLog', z.object({}), logReport),
} as const;
