import {
  applySetName,
  backendDefinition,
  backendFields,
  backendPage,
  backendVersion,
  backendView,
  catalog,
  versionFields,
  versionImage,
} from '../index.js';
import { z } from 'zod';
import { done, flag, nameParam, wholeNumber } from './parts.js';
import { defineRoute, type Route } from './route.js';

const yaml = 'application/yaml';
/** The contracts pass over fields they do not know; a person's typing mistake must be an error instead. */
const version = backendVersion.extend({ images: z.array(versionImage.strict()).min(1) }).strict();
/** A definition as a client sends it. */
export const sentDefinition = backendDefinition.extend({ versions: z.array(version) }).strict();

const versionParams = nameParam.extend({ version: z.string().min(1).max(128) });
const write = { tag: 'backends', access: 'operator', ifMatch: true } as const;
const changed = { status: 200, description: 'The revision now', schema: done, etag: true } as const;
/** Images that are to be locked are looked up first. */
const lockQuery = z.object({ lock: flag.describe('Store every image by its digest') }).strict();
const lockErrors = ['image-not-found', 'registry-denied', 'registry-unavailable', 'address-not-allowed'] as const;
const versionErrors = ['backend-not-found', 'version-not-found', 'stale-revision', 'cannot-change-built-in'] as const;

/** Backends and their versions. */
export const backendRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/backends',
    operation: 'listBackends',
    tag: 'backends',
    summary: 'Lists backends as cards, page by page',
    access: 'viewer',
    query: z
      .object({
        search: z.string().max(200).optional(),
        source: z.enum(['built_in', 'community', 'custom']).optional(),
        framework: z.string().optional(),
        limit: wholeNumber(1, 1000).default(100),
        cursor: z.string().optional(),
        usage: flag.describe('Count the deployments that use each; null where the scheduler does not answer'),
      })
      .strict(),
    answer: { status: 200, description: 'One page', schema: backendPage },
    errors: [],
  }),
  register: defineRoute({
    method: 'POST',
    path: '/v1/backends',
    operation: 'registerBackend',
    tag: 'backends',
    summary: "Adds a custom backend, as JSON or as GPUStack's YAML",
    access: 'operator',
    query: lockQuery,
    body: sentDefinition,
    yamlBody: true,
    answer: {
      status: 201,
      description: 'Its name and first revision',
      schema: done.extend({ name: z.string() }),
      etag: true,
    },
    errors: ['name-taken', 'invalid-definition', 'invalid-yaml', 'idempotency-key-reused', ...lockErrors],
  }),
  get: defineRoute({
    method: 'GET',
    path: '/v1/backends/{name}',
    operation: 'getBackend',
    tag: 'backends',
    summary: 'Reads a backend, now, at an earlier revision or time; as YAML with `Accept: application/yaml`',
    access: 'viewer',
    params: nameParam,
    query: z
      .object({
        revision: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
        at: catalog.getBackend.input.shape.at.describe('As it was at this time; ISO 8601 with an offset'),
      })
      .strict(),
    answer: {
      status: 200,
      description: 'The backend',
      schema: backendView,
      types: [yaml],
      etag: true,
      cacheable: true,
    },
    errors: ['backend-not-found', 'revision-not-found'],
  }),
  icon: defineRoute({
    method: 'GET',
    path: '/v1/backends/{name}/icon',
    operation: 'getBackendIcon',
    tag: 'backends',
    summary: 'The icon as a picture, where the definition holds one',
    access: 'viewer',
    params: nameParam,
    query: z
      .object({
        revision: wholeNumber(1, Number.MAX_SAFE_INTEGER)
          .optional()
          .describe('Of the backend: an answer to an address with it may be kept for ever'),
      })
      .strict(),
    answer: {
      status: 200,
      description: 'The picture',
      types: ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/svg+xml'],
    },
    errors: ['backend-not-found', 'revision-not-found', 'not-found'],
  }),
  apply: defineRoute({
    ...write,
    method: 'PUT',
    path: '/v1/backends/{name}',
    operation: 'applyBackend',
    summary: 'Registers the backend, or changes what differs, in one step',
    ifNoneMatch: true,
    params: nameParam,
    query: lockQuery.extend({
      applySet: applySetName.optional().describe('The set of documents that a new backend belongs to'),
    }),
    body: sentDefinition,
    yamlBody: true,
    answer: {
      ...changed,
      description: 'The revision now; 201 when the backend is new',
      schema: catalog.applyBackend.output,
    },
    errors: ['invalid-definition', 'invalid-yaml', 'stale-revision', 'name-immutable', 'version-in-use', ...lockErrors],
  }),
  describe: defineRoute({
    ...write,
    method: 'PATCH',
    path: '/v1/backends/{name}',
    operation: 'describeBackend',
    summary: 'Changes single fields; `null` clears one',
    params: nameParam,
    body: backendFields,
    answer: changed,
    errors: ['backend-not-found', 'invalid-definition', 'stale-revision', 'cannot-change-built-in'],
  }),
  remove: defineRoute({
    ...write,
    method: 'DELETE',
    path: '/v1/backends/{name}',
    operation: 'deleteBackend',
    summary: 'Deletes a backend that no deployment uses',
    params: nameParam,
    answer: { ...changed, etag: false },
    errors: ['backend-not-found', 'backend-in-use', 'cannot-delete-built-in', 'stale-revision'],
  }),
  history: defineRoute({
    method: 'GET',
    path: '/v1/backends/{name}/history',
    operation: 'backendHistory',
    tag: 'backends',
    summary: 'Who changed what, when and why',
    access: 'viewer',
    params: nameParam,
    query: z
      .object({ after: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0), limit: wholeNumber(1, 1000).default(200) })
      .strict(),
    answer: { status: 200, description: 'Events, oldest first', schema: catalog.backendHistory.output },
    errors: ['backend-not-found'],
  }),
  addVersion: defineRoute({
    ...write,
    method: 'POST',
    path: '/v1/backends/{name}/versions',
    operation: 'addVersion',
    summary: 'Adds a version',
    params: nameParam,
    query: lockQuery,
    body: version,
    answer: { ...changed, status: 201 },
    errors: ['backend-not-found', 'version-exists', 'invalid-definition', 'stale-revision', ...lockErrors],
  }),
  changeVersion: defineRoute({
    ...write,
    method: 'PUT',
    path: '/v1/backends/{name}/versions/{version}',
    operation: 'changeVersion',
    summary: 'Replaces a version',
    params: versionParams,
    query: lockQuery,
    body: version,
    answer: changed,
    errors: [...versionErrors, 'invalid-definition', 'name-immutable', ...lockErrors],
  }),
  editVersion: defineRoute({
    ...write,
    method: 'PATCH',
    path: '/v1/backends/{name}/versions/{version}',
    operation: 'editVersion',
    summary: 'Changes single fields of a version; `null` clears one, and in `env` a variable',
    params: versionParams,
    query: z.object({ lock: flag.describe('Store the images that the body names by their digests') }).strict(),
    body: versionFields,
    answer: changed,
    errors: [...versionErrors, 'invalid-definition', ...lockErrors],
  }),
  removeVersion: defineRoute({
    ...write,
    method: 'DELETE',
    path: '/v1/backends/{name}/versions/{version}',
    operation: 'removeVersion',
    summary: 'Removes a version that no deployment uses',
    params: versionParams,
    answer: changed,
    errors: [...versionErrors, 'version-in-use', 'last-version', 'default-version-in-use'],
  }),
  deprecateVersion: defineRoute({
    ...write,
    method: 'POST',
    path: '/v1/backends/{name}/versions/{version}/deprecate',
    operation: 'deprecateVersion',
    summary: 'Hides a version from new deployments',
    params: versionParams,
    body: z.object({ message: z.string().max(1000).default('') }).strict(),
    bodyOptional: true,
    answer: changed,
    errors: versionErrors,
  }),
  restoreVersion: defineRoute({
    ...write,
    method: 'POST',
    path: '/v1/backends/{name}/versions/{version}/restore',
    operation: 'restoreVersion',
    summary: 'Offers a deprecated version again',
    params: versionParams,
    answer: changed,
    errors: versionErrors,
  }),
  setDefaultVersion: defineRoute({
    ...write,
    method: 'PUT',
    path: '/v1/backends/{name}/default-version',
    operation: 'setDefaultVersion',
    summary: 'Chooses the version that deployments get by default; `null` leaves the choice to placement',
    params: nameParam,
    body: z.object({ version: z.string().nullable() }).strict(),
    answer: changed,
    errors: ['backend-not-found', 'version-not-found', 'version-deprecated', 'stale-revision'],
  }),
} satisfies Record<string, Route>;
