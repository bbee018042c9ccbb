import type { ErrorCode, Role } from '../index.js';
import type { z } from 'zod';

/** One address of the API: everything the guard, the input check and the OpenAPI document need to know about it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As OpenAPI writes it: `/v1/backends/{name}`. */
  readonly path: string;
  /** The operation's name in OpenAPI and in generated clients. */
  readonly operation: string;
  readonly tag:
    | 'backends'
    | 'deployments'
    | 'instances'
    | 'workers'
    | 'events'
    | 'webhooks'
    | 'marketplace'
    | 'access'
    | 'meta';
  readonly summary: string;
  /** Who may call it; `public` needs no token. */
  readonly access: 'public' | Role;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Schema of the JSON body. Without it a body is not read. */
  readonly body?: z.ZodType;
  /** A body that may be left out counts as `{}`. */
  readonly bodyOptional?: boolean;
  /** Takes the body as `application/yaml` too. */
  readonly yamlBody?: boolean;
  /** Takes `If-Match`; elsewhere that header is refused, for nothing would check it. */
  readonly ifMatch?: boolean;
  /** Takes `If-None-Match: *` too: only where there is nothing yet. */
  readonly ifNoneMatch?: boolean;
  readonly answer: RouteAnswer;
  readonly errors: readonly ErrorCode[];
}

export interface RouteAnswer {
  readonly status: 200 | 201;
  readonly description: string;
  /** Schema of the JSON answer. */
  readonly schema?: z.ZodType;
  /** Other types it can answer, chosen by `Accept`; these are not JSON. */
  readonly types?: readonly string[];
  /** The answer carries the revision as `ETag`. */
  readonly etag?: boolean;
  /** The revision covers all of the answer; else the tag of what is read has a digest of the answer beside it. */
  readonly cacheable?: boolean;
}

/** Declares a route and keeps the types of its schemas. */
export const defineRoute = <const R extends Route>(route: R): R => route;
