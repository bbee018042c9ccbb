import {
  defaultOverlapSeconds,
  deliveryAttempt,
  deliveryState,
  redriveWish,
  webhookFilters,
  webhookName,
  webhookPositions,
  webhooks,
  webhookView,
} from '../index.js';
import { z } from 'zod';
import { done, listOf, wholeNumber } from './parts.js';
import { defineRoute, type Route } from './route.js';

const params = z.object({ name: webhookName });
const url = z.url({ protocol: /^https?$/ }).max(2000);
const secret = z.object({ secret: z.string().describe('Shown this once; begins with `whsec_`') });
const change = { tag: 'webhooks', access: 'admin', params, ifMatch: true } as const;
const changed = { status: 200, description: 'The revision now', schema: done, etag: true } as const;
const missing = ['webhook-not-found', 'stale-revision'] as const;

/** Webhooks: events sent to addresses of others, signed. */
export const webhookRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/webhooks',
    operation: 'listWebhooks',
    tag: 'webhooks',
    summary: 'Lists webhooks with the state of their deliveries',
    access: 'viewer',
    answer: { status: 200, description: 'All webhooks', schema: listOf(webhookView) },
    errors: [],
  }),
  add: defineRoute({
    method: 'POST',
    path: '/v1/webhooks',
    operation: 'addWebhook',
    tag: 'webhooks',
    summary: 'Sends events to an address from now on, or from a position on',
    access: 'admin',
    body: z
      .object({
        name: webhookName,
        url,
        internal: z.boolean().default(false).describe('The address may be in a private network, and plain http'),
        filters: webhookFilters.strict().prefault({}),
        from: webhookPositions.partial().strict().default({}).describe('The last event of a log that is not sent'),
      })
      .strict(),
    answer: {
      status: 201,
      description: 'The webhook and its secret',
      schema: webhooks.addWebhook.output.extend(secret.shape),
      etag: true,
    },
    errors: ['name-taken', 'address-not-allowed', 'idempotency-key-reused'],
  }),
  get: defineRoute({
    method: 'GET',
    path: '/v1/webhooks/{name}',
    operation: 'getWebhook',
    tag: 'webhooks',
    summary: 'Reads a webhook',
    access: 'viewer',
    params,
    answer: { status: 200, description: 'The webhook', schema: webhookView, etag: true },
    errors: ['webhook-not-found'],
  }),
  change: defineRoute({
    ...change,
    method: 'PATCH',
    path: '/v1/webhooks/{name}',
    operation: 'changeWebhook',
    summary: 'Changes where and what a webhook sends, pauses it or resumes it',
    body: z
      .object({
        url: url.optional(),
        internal: z.boolean().optional(),
        filters: webhookFilters.strict().optional(),
        paused: z.boolean().optional().describe('While it is paused nothing is sent, and nothing is lost'),
      })
      .strict(),
    answer: changed,
    errors: [...missing, 'address-not-allowed'],
  }),
  remove: defineRoute({
    ...change,
    method: 'DELETE',
    path: '/v1/webhooks/{name}',
    operation: 'removeWebhook',
    summary: 'Removes a webhook with its deliveries',
    answer: { ...changed, etag: false },
    errors: missing,
  }),
  rotateSecret: defineRoute({
    ...change,
    method: 'POST',
    path: '/v1/webhooks/{name}/rotate-secret',
    operation: 'rotateWebhookSecret',
    summary: 'Makes a new secret; for a while requests are signed with both',
    body: z.object({ overlapSeconds: wholeNumber(0, 2_592_000).default(defaultOverlapSeconds) }).strict(),
    bodyOptional: true,
    answer: { ...changed, description: 'The new secret', schema: done.extend(secret.shape) },
    errors: missing,
  }),
  test: defineRoute({
    method: 'POST',
    path: '/v1/webhooks/{name}/test',
    operation: 'testWebhook',
    tag: 'webhooks',
    summary: 'Sends a test event now, and tells what the receiver answered',
    access: 'operator',
    params,
    answer: { status: 200, description: 'What became of it', schema: deliveryAttempt },
    errors: ['webhook-not-found'],
  }),
  deliveries: defineRoute({
    method: 'GET',
    path: '/v1/webhooks/{name}/deliveries',
    operation: 'listDeliveries',
    tag: 'webhooks',
    summary: 'Lists deliveries, newest first',
    access: 'viewer',
    params,
    query: z
      .object({
        state: deliveryState.optional(),
        limit: wholeNumber(1, 200).default(50),
        cursor: z.string().max(20).optional().describe('Only together with a state'),
      })
      .strict(),
    answer: { status: 200, description: 'One page', schema: webhooks.listDeliveries.output },
    errors: ['webhook-not-found'],
  }),
  redrive: defineRoute({
    method: 'POST',
    path: '/v1/webhooks/{name}/redrive',
    operation: 'redriveDeliveries',
    tag: 'webhooks',
    summary: 'Sends one delivery once more, or all that were given up',
    access: 'operator',
    params,
    body: redriveWish,
    answer: { status: 200, description: 'How many', schema: webhooks.redrive.output },
    errors: ['webhook-not-found', 'delivery-not-found'],
  }),
} satisfies Record<string, Route>;
