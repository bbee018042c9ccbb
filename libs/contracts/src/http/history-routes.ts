import { catalog, definitionDiff } from '../index.js';
import { z } from 'zod';
import { done, nameParam, wholeNumber } from './parts.js';
import { defineRoute, type Route } from './route.js';

const revision = wholeNumber(1, Number.MAX_SAFE_INTEGER);
const { shape: filter } = catalog.audit.input;

/** What backends were, and who changed what. */
export const historyRoutes = {
  diff: defineRoute({
    method: 'GET',
    path: '/v1/backends/{name}/diff',
    operation: 'diffBackend',
    tag: 'backends',
    summary: 'Compares two revisions field by field; also of a deleted backend',
    access: 'viewer',
    params: nameParam,
    query: z
      .object({
        from: revision.optional().describe('Default: the revision before `to`'),
        to: revision.optional().describe('Default: the current one'),
      })
      .strict(),
    answer: { status: 200, description: 'Every field that differs', schema: definitionDiff },
    errors: ['backend-not-found', 'revision-not-found'],
  }),
  rollBack: defineRoute({
    method: 'POST',
    path: '/v1/backends/{name}/rollback',
    operation: 'rollBackBackend',
    tag: 'backends',
    summary: 'Makes the backend what it was at a revision, by a new event; also brings back a deleted one',
    access: 'operator',
    ifMatch: true,
    params: nameParam,
    body: z.object({ toRevision: z.number().int().positive() }).strict(),
    answer: { status: 200, description: 'The revision now', schema: done, etag: true },
    errors: ['backend-not-found', 'revision-not-found', 'stale-revision', 'version-in-use', 'invalid-definition'],
  }),
  audit: defineRoute({
    method: 'GET',
    path: '/v1/audit',
    operation: 'auditChanges',
    tag: 'events',
    summary: 'Lists the changes of the catalog, newest first, by actor, backend, type and time',
    access: 'viewer',
    query: z
      .object({
        actor: filter.actor.describe('`user:<token name>` or `service:<name>`'),
        backend: filter.backend.describe('Its name; also of a deleted one'),
        type: filter.type,
        since: filter.since.describe('From this time on'),
        until: filter.until.describe('Before this time'),
        before: revision.optional().describe('`nextBefore` of the page before'),
        limit: wholeNumber(1, 1000).default(100),
      })
      .strict(),
    answer: { status: 200, description: 'One page', schema: catalog.audit.output },
    errors: [],
  }),
} satisfies Record<string, Route>;
