import { backendRoutes, type Route } from '@enginehouse/contracts/http';
import type { EdgeRequest } from '../http/call.js';
import type { Question } from './answer-memory.js';

/** Names without anything that could be written in two ways. */
const onePath = /^\/v1\/backends\/([\w.-]+)$/;
/** Whatever the list can be asked but who uses which backend: that is the scheduler's to say. */
const listPath =
  /^\/v1\/backends(?:\?(?:search|source|framework|limit|cursor)=[^&#]*(?:&(?:search|source|framework|limit|cursor)=[^&#]*)*)?$/;
/** JSON first and nothing weighed: what clients send that want no YAML. */
const jsonFirst = /^(?:\*\/\*|application\/json(?:,(?!.*yaml)[^;]*)?)$/;
/** Requests with these have more to be checked or read. */
const unusual = ['idempotency-key', 'x-change-reason', 'content-length', 'transfer-encoding'] as const;

/** A question of the table of routes whose answer can be remembered. */
export interface RememberedQuestion extends Question {
  readonly route: Route;
}

/**
 * What a request asks that can be answered from memory: a backend as it is now, or a page of the list. Everything the
 * answer depends on is in its address, which is the key as it stands.
 */
export function rememberedQuestion({ method, url = '', headers }: EdgeRequest): RememberedQuestion | undefined {
  if (method !== 'GET' || !url.startsWith('/v1/backends')) return undefined;
  if (!jsonFirst.test(headers.accept ?? '*/*') || unusual.some((name) => headers[name] !== undefined)) return undefined;
  const name = onePath.exec(url)?.[1];
  if (name !== undefined) return { route: backendRoutes.get, key: url, about: name.toLowerCase() };
  return listPath.test(url) ? { route: backendRoutes.list, key: url, about: null } : undefined;
}
