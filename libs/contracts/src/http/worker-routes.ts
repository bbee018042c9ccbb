import { drainPlan, drainWish, joinAnswer, joinRequest, workerName, workerView } from '../index.js';
import { z } from 'zod';
import { done, flag, listOf } from './parts.js';
import { defineRoute, type Route } from './route.js';

const params = z.object({ name: workerName });
const change = { method: 'POST', tag: 'workers', access: 'admin', params, errors: ['worker-not-found'] } as const;
const changed = { status: 200, description: 'The revision now', schema: done } as const;

/** Workers and how they join. */
export const workerRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/workers',
    operation: 'listWorkers',
    tag: 'workers',
    summary: 'Lists workers with their devices and what is claimed of them',
    access: 'viewer',
    answer: { status: 200, description: 'All workers', schema: listOf(workerView) },
    errors: [],
  }),
  join: defineRoute({
    method: 'POST',
    path: '/v1/workers/join',
    operation: 'joinWorker',
    tag: 'workers',
    summary: 'A new worker shows its join token and gets credentials for its own subjects',
    access: 'public',
    body: joinRequest,
    answer: { status: 200, description: 'Credentials and where to connect', schema: joinAnswer },
    errors: ['join-token-invalid', 'worker-name-taken', 'too-many-attempts', 'unavailable'],
  }),
  get: defineRoute({
    ...change,
    method: 'GET',
    access: 'viewer',
    path: '/v1/workers/{name}',
    operation: 'getWorker',
    summary: 'Reads a worker',
    answer: { status: 200, description: 'The worker', schema: workerView },
  }),
  cordon: defineRoute({
    ...change,
    path: '/v1/workers/{name}/cordon',
    operation: 'cordonWorker',
    summary: 'Places nothing new on the worker',
    answer: changed,
  }),
  uncordon: defineRoute({
    ...change,
    path: '/v1/workers/{name}/uncordon',
    operation: 'uncordonWorker',
    summary: 'Takes the worker into use again; a drain ends with it',
    answer: changed,
  }),
  planDrain: defineRoute({
    ...change,
    access: 'viewer',
    path: '/v1/workers/{name}/drain/plan',
    operation: 'planDrain',
    summary: 'Tells where the instances of a worker would go, or why they would have to stay; changes nothing',
    body: drainWish,
    bodyOptional: true,
    answer: { status: 200, description: 'The plan', schema: drainPlan },
  }),
  drain: defineRoute({
    ...change,
    path: '/v1/workers/{name}/drain',
    operation: 'drainWorker',
    summary: 'Cordons the worker and moves its instances to others, each replaced before it stops',
    ifMatch: true,
    body: drainWish,
    bodyOptional: true,
    answer: { ...changed, etag: true },
    errors: ['worker-not-found', 'stale-revision', 'idempotency-key-reused'],
  }),
  remove: defineRoute({
    ...change,
    method: 'DELETE',
    path: '/v1/workers/{name}',
    operation: 'removeWorker',
    summary:
      'Removes a worker; with `force` its instances are stopped at once and placed again where there is room. Its name is free again',
    query: z.object({ force: flag }).strict(),
    answer: { status: 200, description: 'The revision now, where the scheduler knew the worker', schema: done },
    errors: ['worker-not-found', 'worker-not-empty'],
  }),
} satisfies Record<string, Route>;
