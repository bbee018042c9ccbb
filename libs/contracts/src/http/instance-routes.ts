import { instanceView, scheduling } from '../index.js';
import { z } from 'zod';
import { done, flag, listOf, wholeNumber } from './parts.js';
import { defineRoute, type Route } from './route.js';

const params = z.object({ id: z.string().min(1).max(200) });
const read = { method: 'GET', tag: 'instances', access: 'viewer', params, errors: ['instance-not-found'] } as const;

/** Instances, their logs and timelines. */
export const instanceRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/instances',
    operation: 'listInstances',
    tag: 'instances',
    summary: 'Lists instances, all or those of one deployment',
    access: 'viewer',
    query: z.object({ deployment: z.string().optional() }).strict(),
    answer: { status: 200, description: 'The instances', schema: listOf(instanceView) },
    errors: [],
  }),
  get: defineRoute({
    ...read,
    path: '/v1/instances/{id}',
    operation: 'getInstance',
    summary: 'Reads an instance',
    answer: { status: 200, description: 'The instance', schema: instanceView },
  }),
  remove: defineRoute({
    ...read,
    method: 'DELETE',
    access: 'operator',
    path: '/v1/instances/{id}',
    operation: 'deleteInstance',
    summary: 'Deletes an instance; its deployment makes another',
    answer: { status: 200, description: 'The revision now', schema: done },
  }),
  retry: defineRoute({
    ...read,
    method: 'POST',
    access: 'operator',
    path: '/v1/instances/{id}/retry',
    operation: 'retryInstance',
    summary: 'Tries an instance that has failed again: it is placed anew, and its restarts count from none',
    answer: { status: 200, description: 'The revision now', schema: done },
    errors: ['instance-not-found', 'instance-not-failed'],
  }),
  timeline: defineRoute({
    ...read,
    path: '/v1/instances/{id}/timeline',
    operation: 'instanceTimeline',
    summary: 'Every event of an instance in plain words',
    answer: { status: 200, description: 'Oldest first', schema: scheduling.instanceTimeline.output },
  }),
  explain: defineRoute({
    ...read,
    path: '/v1/instances/{id}/explain',
    operation: 'explainInstance',
    summary: 'Why it was placed there, or why it waits',
    answer: { status: 200, description: 'The last decision', schema: scheduling.explainInstance.output },
  }),
  logs: defineRoute({
    ...read,
    path: '/v1/instances/{id}/logs',
    operation: 'instanceLogs',
    summary: 'Log lines of the container, or of the last one that ended; `follow` keeps the answer open',
    query: z
      .object({
        follow: flag,
        tail: wholeNumber(0, 10_000).describe('The last so many lines; 200 where `since` is not given').optional(),
        since: z.iso.datetime({ offset: true }).describe('Only lines from this time on').optional(),
      })
      .strict(),
    answer: {
      status: 200,
      description: 'Plain text, or one JSON object `{stream, at?, line}` per line',
      types: ['text/plain', 'application/x-ndjson'],
    },
    errors: ['instance-not-found', 'logs-unavailable'],
  }),
} satisfies Record<string, Route>;
