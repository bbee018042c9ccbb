import { z } from 'zod';
import { recordedEvent } from '../event.js';
import { defineRequest } from '../request.js';
import { backendDefinition, backendFields, backendSource, backendVersion } from './definition.js';

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
});
export type BackendView = z.infer<typeof backendView>;

/** The card of a backend in a list. */
export const backendSummary = backendView.omit({ definition: true }).extend({
  description: z.string().optional(),
  defaultVersion: z.string().optional(),
  frameworks: z.array(z.string()),
  versions: z.array(z.string()),
  hasIcon: z.boolean(),
});
export type BackendSummary = z.infer<typeof backendSummary>;

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
    }),
    done,
  ),
  /** Registers, or changes field by field what differs, in one atomic step. */
  applyBackend: defineRequest(
    'catalog.command.ApplyBackend',
    z.object({ definition: backendDefinition.optional(), yaml: z.string().optional(), expectedRevision }),
    done.extend({ name: z.string(), created: z.boolean() }),
  ),
  describeBackend: defineRequest(
    'catalog.command.DescribeBackend',
    z.object({ name, changes: backendFields, expectedRevision }),
    done,
  ),
  addVersion: defineRequest(
    'catalog.command.AddVersion',
    z.object({ name, version: backendVersion, expectedRevision }),
    done,
  ),
  changeVersion: defineRequest(
    'catalog.command.ChangeVersion',
    z.object({ name, version: backendVersion, expectedRevision }),
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

  listBackends: defineRequest(
    'catalog.query.ListBackends',
    z.object({
      search: z.string().max(200).optional(),
      source: backendSource.optional(),
      framework: z.string().optional(),
      limit: z.number().int().min(1).max(1000).default(100),
      cursor: z.string().optional(),
    }),
    z.object({ items: z.array(backendSummary), nextCursor: z.string().optional() }),
  ),
  /** `revision` asks for the state at that revision or the last one before it; one beyond the log's end is refused. */
  getBackend: defineRequest(
    'catalog.query.GetBackend',
    z.object({ name, revision: z.number().int().optional() }),
    backendView,
  ),
  exportBackend: defineRequest(
    'catalog.query.ExportBackend',
    z.object({ name, revision: z.number().int().optional() }),
    z.object({ yaml: z.string(), revision: z.number().int() }),
  ),
  backendHistory: defineRequest(
    'catalog.query.BackendHistory',
    z.object({ name, after: z.number().int().default(0), limit: z.number().int().min(1).max(1000).default(200) }),
    z.object({ items: z.array(historyEntry) }),
  ),
  feed: defineRequest('catalog.query.Feed', feedInput, feedPage),
  verifyLog: defineRequest('catalog.query.VerifyLog', z.object({}), logReport),
} as const;
