import { marketplace, publicKey, sourceChanges, sourceName, newSource, syncReport, updatePolicy } from '../index.js';
import { entryUpdate, entryView, mergeDecision, sourceView } from '../index.js';
import { z } from 'zod';
import { done, listOf, wholeNumber } from './parts.js';
import { defineRoute, type Route } from './route.js';

const sourceParam = z.object({ source: sourceName });
const entryParams = z.object({
  source: sourceName,
  name: z
    .string()
    .min(1)
    .max(128)
    .refine((text) => !text.includes('\0'), 'a name holds no NUL character'),
});
const choice = z
  .enum(['', 'true', 'false'])
  .transform((text) => text !== 'false')
  .optional();
const changed = { status: 200, description: 'The revision now', schema: done, etag: true } as const;
const ofSource = { tag: 'marketplace', params: sourceParam } as const;
const ofEntry = { tag: 'marketplace', params: entryParams } as const;
const change = { ...ofSource, access: 'admin', ifMatch: true } as const;
const missing = ['source-not-found', 'stale-revision'] as const;

/** Where community backends come from. */
export const sourceRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/marketplace/sources',
    operation: 'listSources',
    tag: 'marketplace',
    summary: 'Lists sources with their trust and their last sync',
    access: 'viewer',
    answer: { status: 200, description: 'All sources', schema: listOf(sourceView) },
    errors: [],
  }),
  add: defineRoute({
    method: 'POST',
    path: '/v1/marketplace/sources',
    operation: 'addSource',
    tag: 'marketplace',
    summary: 'Adds a source and syncs it at once',
    access: 'admin',
    body: newSource.strict(),
    answer: {
      status: 201,
      description: 'The source; `run` is its first sync',
      schema: marketplace.addSource.output,
      etag: true,
    },
    errors: ['name-taken', 'address-not-allowed', 'source-invalid', 'idempotency-key-reused'],
  }),
  get: defineRoute({
    ...ofSource,
    method: 'GET',
    path: '/v1/marketplace/sources/{source}',
    operation: 'getSource',
    summary: 'Reads a source',
    access: 'viewer',
    answer: { status: 200, description: 'The source', schema: sourceView, etag: true },
    errors: ['source-not-found'],
  }),
  change: defineRoute({
    ...change,
    method: 'PATCH',
    path: '/v1/marketplace/sources/{source}',
    operation: 'changeSource',
    summary: 'Changes where, when and how a source is synced',
    body: sourceChanges,
    answer: changed,
    errors: [...missing, 'address-not-allowed', 'source-invalid', 'cannot-change-built-in'],
  }),
  remove: defineRoute({
    ...change,
    method: 'DELETE',
    path: '/v1/marketplace/sources/{source}',
    operation: 'removeSource',
    summary: 'Removes a source; its enabled backends only stay where that is asked for',
    query: z
      .object({ keepEnabled: choice.describe('Leave its enabled backends in the catalog, without updates') })
      .strict(),
    answer: { ...changed, etag: false },
    errors: [...missing, 'source-in-use', 'cannot-delete-built-in'],
  }),
  trust: defineRoute({
    ...change,
    method: 'POST',
    path: '/v1/marketplace/sources/{source}/trust',
    operation: 'trustSourceKey',
    summary: 'Trusts a key that the index may be signed with, or takes the trust back',
    body: z
      .object({ key: publicKey.optional(), distrust: z.string().min(1).max(64).optional() })
      .strict()
      .refine(({ key, distrust }) => (key === undefined) !== (distrust === undefined), 'either `key` or `distrust`'),
    answer: changed,
    errors: [...missing, 'key-not-found', 'cannot-change-built-in'],
  }),
  sync: defineRoute({
    ...ofSource,
    method: 'POST',
    path: '/v1/marketplace/sources/{source}/sync',
    operation: 'syncSource',
    summary: 'Syncs a source now',
    access: 'operator',
    body: z
      .object({
        acceptEmpty: z
          .boolean()
          .default(false)
          .describe('Take it also where the source offers nothing any more; refused as `source-empty` otherwise'),
      })
      .strict(),
    bodyOptional: true,
    answer: {
      status: 200,
      description: 'The sync; `joined` where one was waiting or running already',
      schema: marketplace.syncSource.output,
    },
    errors: ['source-not-found'],
  }),
  runs: defineRoute({
    ...ofSource,
    method: 'GET',
    path: '/v1/marketplace/sources/{source}/syncs',
    operation: 'listSyncs',
    summary: 'Lists the syncs of a source, newest first',
    access: 'viewer',
    query: z.object({ limit: wholeNumber(1, 200).default(20), before: z.string().max(100).optional() }).strict(),
    answer: { status: 200, description: 'One page', schema: marketplace.listRuns.output },
    errors: ['source-not-found'],
  }),
  run: defineRoute({
    method: 'GET',
    path: '/v1/marketplace/syncs/{id}',
    operation: 'getSync',
    tag: 'marketplace',
    summary: 'Reads a sync with everything that it found',
    access: 'viewer',
    params: z.object({ id: z.string().min(1).max(100) }),
    answer: { status: 200, description: 'The sync', schema: syncReport },
    errors: ['sync-not-found'],
  }),
} satisfies Record<string, Route>;

/** What sources offer. */
export const entryRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/marketplace/entries',
    operation: 'listEntries',
    tag: 'marketplace',
    summary: 'Lists and searches entries',
    access: 'viewer',
    query: z
      .object({
        search: z.string().max(200).optional().describe('Part of a name, a description, a version or a maintainer'),
        framework: z.string().max(40).optional(),
        source: sourceName.optional(),
        enabled: choice,
        updatable: choice,
        deprecated: choice,
        limit: wholeNumber(1, 200).default(50),
        cursor: z.string().max(500).optional(),
      })
      .strict(),
    answer: { status: 200, description: 'One page, by name', schema: marketplace.listEntries.output },
    errors: ['source-not-found'],
  }),
  get: defineRoute({
    ...ofEntry,
    method: 'GET',
    path: '/v1/marketplace/entries/{source}/{name}',
    operation: 'getEntry',
    summary: 'Reads an entry',
    access: 'viewer',
    query: z.object({ checkImages: choice.describe('Ask the registries what the tags mean now') }).strict(),
    answer: { status: 200, description: 'The entry', schema: entryView, etag: true },
    errors: ['source-not-found', 'entry-not-found'],
  }),
  icon: defineRoute({
    ...ofEntry,
    method: 'GET',
    path: '/v1/marketplace/entries/{source}/{name}/icon',
    operation: 'getEntryIcon',
    summary: 'The icon, as a picture made anew here',
    access: 'viewer',
    query: z
      .object({
        contentHash: z
          .string()
          .max(100)
          .optional()
          .describe('Of the entry: an answer to an address with it may be kept for ever'),
      })
      .strict(),
    answer: { status: 200, description: 'A PNG', types: ['image/png'] },
    errors: ['source-not-found', 'entry-not-found'],
  }),
  enable: defineRoute({
    ...ofEntry,
    method: 'POST',
    path: '/v1/marketplace/entries/{source}/{name}/enable',
    operation: 'enableEntry',
    summary: 'Makes a community backend of an entry',
    access: 'operator',
    body: z.object({ contentHash: z.string().max(100).optional() }).strict(),
    bodyOptional: true,
    answer: { status: 200, description: 'The backend', schema: marketplace.enableEntry.output },
    errors: [
      'source-not-found',
      'entry-not-found',
      'entry-changed',
      'signature-missing',
      'key-not-trusted',
      'name-taken',
      'invalid-definition',
      'idempotency-key-reused',
    ],
  }),
  disable: defineRoute({
    ...ofEntry,
    method: 'POST',
    path: '/v1/marketplace/entries/{source}/{name}/disable',
    operation: 'disableEntry',
    summary: 'Deletes the community backend; refused while it is in use',
    access: 'operator',
    answer: { ...changed, schema: marketplace.disableEntry.output },
    errors: ['source-not-found', 'entry-not-found', 'entry-not-enabled', 'backend-in-use', 'idempotency-key-reused'],
  }),
  showUpdate: defineRoute({
    ...ofEntry,
    method: 'GET',
    path: '/v1/marketplace/entries/{source}/{name}/update',
    operation: 'getEntryUpdate',
    summary: 'Upstream then, upstream now and yours, field by field, with the deployments that it touches',
    access: 'viewer',
    answer: { status: 200, description: 'The three-way view', schema: entryUpdate },
    errors: ['source-not-found', 'entry-not-found', 'entry-not-enabled'],
  }),
  planUpdate: defineRoute({
    ...ofEntry,
    method: 'POST',
    path: '/v1/marketplace/entries/{source}/{name}/update/plan',
    operation: 'planEntryUpdate',
    summary: 'The three-way view as it is with decisions about its conflicts; nothing is changed',
    access: 'viewer',
    body: z.object({ decisions: z.array(mergeDecision).max(1000) }).strict(),
    answer: { status: 200, description: 'The three-way view', schema: entryUpdate },
    errors: ['source-not-found', 'entry-not-found', 'entry-not-enabled'],
  }),
  update: defineRoute({
    ...ofEntry,
    method: 'POST',
    path: '/v1/marketplace/entries/{source}/{name}/update',
    operation: 'updateEntry',
    summary: 'Takes over what upstream changed, and keeps what you changed',
    access: 'operator',
    body: z
      .object({
        contentHash: z.string().max(100).optional(),
        catalogRevision: z.number().int().positive().optional(),
        decisions: z.array(mergeDecision).max(1000).default([]),
      })
      .strict(),
    bodyOptional: true,
    answer: { status: 200, description: 'What became of it', schema: marketplace.updateEntry.output },
    errors: [
      'source-not-found',
      'entry-not-found',
      'entry-not-enabled',
      'entry-changed',
      'signature-missing',
      'key-not-trusted',
      'stale-revision',
      'update-conflicts',
      'version-in-use',
      'idempotency-key-reused',
    ],
  }),
  setPolicy: defineRoute({
    ...ofEntry,
    method: 'PUT',
    path: '/v1/marketplace/entries/{source}/{name}/policy',
    operation: 'setEntryPolicy',
    summary: 'What happens by itself when upstream changes; `null`: what the source says',
    access: 'operator',
    body: z.object({ policy: updatePolicy.nullable() }).strict(),
    answer: changed,
    errors: ['source-not-found', 'entry-not-found', 'entry-not-enabled'],
  }),
} satisfies Record<string, Route>;
