import { z } from 'zod';
import { defineRequest } from '../request.js';
import {
  deliveryAttempt,
  deliveryState,
  deliveryView,
  webhookFilters,
  webhookName,
  webhookPositions,
  webhookView,
} from './webhook.js';

const name = webhookName;
const expectedRevision = z.number().int().positive().optional();
const done = z.object({ revision: z.number().int(), changed: z.boolean() });
/** The api seals before it asks: plain secrets stay out of messages too. */
const sealed = z.string().startsWith('sealed:v1:');

/** How long the secret before a rotation stays in use, unless said otherwise. */
export const defaultOverlapSeconds = 86_400;

/** What can be changed of a webhook. */
export const webhookChanges = z.object({
  target: sealed.optional(),
  internal: z.boolean().optional(),
  filters: webhookFilters.optional(),
  paused: z.boolean().optional(),
});
export type WebhookChanges = z.infer<typeof webhookChanges>;

/** Which deliveries to send once more: one, whether it arrived or not, or all that were given up. */
export const redriveWish = z
  .object({ delivery: z.string().min(1).max(100).optional(), all: z.literal(true).optional() })
  .refine(({ delivery, all }) => (delivery === undefined) !== (all === undefined), 'either `delivery` or `all`');

/** The webhooks' commands and queries. */
export const webhooks = {
  addWebhook: defineRequest(
    'webhooks.command.AddWebhook',
    z.object({
      name,
      target: sealed,
      secret: sealed,
      internal: z.boolean().default(false),
      filters: webhookFilters.prefault({}),
      /** The last event of each log that is not sent; a log left out begins with what happens from now on. */
      from: webhookPositions.partial().default({}),
    }),
    done.extend({ name, id: z.string() }),
  ),
  changeWebhook: defineRequest(
    'webhooks.command.ChangeWebhook',
    z.object({ name, changes: webhookChanges, expectedRevision }),
    done,
  ),
  rotateSecret: defineRequest(
    'webhooks.command.RotateSecret',
    z.object({
      name,
      secret: sealed,
      overlapSeconds: z.number().int().min(0).max(2_592_000).default(defaultOverlapSeconds),
      expectedRevision,
    }),
    done,
  ),
  removeWebhook: defineRequest('webhooks.command.RemoveWebhook', z.object({ name, expectedRevision }), done),
  /** Sends a test event now and waits for the answer. It is no delivery: it is not repeated and not listed. */
  testWebhook: defineRequest('webhooks.command.TestWebhook', z.object({ name }), deliveryAttempt),
  redrive: defineRequest(
    'webhooks.command.Redrive',
    z.object({ name, wish: redriveWish }),
    z.object({ redriven: z.number().int() }),
  ),

  listWebhooks: defineRequest('webhooks.query.ListWebhooks', z.object({}), z.object({ items: z.array(webhookView) })),
  getWebhook: defineRequest('webhooks.query.GetWebhook', z.object({ name }), webhookView),
  /** Newest first. `cursor` only goes with a state: without one the newest of all states are answered. */
  listDeliveries: defineRequest(
    'webhooks.query.ListDeliveries',
    z.object({
      name,
      state: deliveryState.optional(),
      limit: z.number().int().min(1).max(200).default(50),
      cursor: z.string().max(20).optional(),
    }),
    z.object({ items: z.array(deliveryView), nextCursor: z.string().optional() }),
  ),
} as const;
