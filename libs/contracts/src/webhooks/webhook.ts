import { z } from 'zod';
import { allEvents } from '../all-events.js';
import { logName, logNames, perLog, type LogName } from '../logs.js';

/** The name of a webhook; it identifies it, and never changes. */
export const webhookName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'lower-case letters, digits, `.`, `_`, `-`; at most 63');

/** The logs that webhooks can follow. */
export const webhookLog = logName;
export type WebhookLog = LogName;

const pattern = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => /^[^*\0]*\*?$/.test(text), 'a `*` stands for any rest and may only be the last character');
const typePattern = pattern.refine(
  (text) => text.endsWith('*') || Object.hasOwn(allEvents, text),
  'no event has this type; GET /v1/schemas lists them',
);

/** Which events a webhook is told of. An event passes when it passes all three; an empty list lets everything pass. */
export const webhookFilters = z.object({
  logs: z.array(webhookLog).max(webhookLog.options.length).default([]).describe(`${logNames}; empty: all`),
  types: z.array(typePattern).max(100).default([]).describe('Event types, such as `VersionAdded` or `Version*`'),
  subjects: z.array(pattern).max(100).default([]).describe('Streams, such as `backend:vllm` or `deployment:*`'),
});
export type WebhookFilters = z.infer<typeof webhookFilters>;

const position = z.number().int().min(0);

/** Positions in the logs: the last event that is not sent. */
export const webhookPositions = z.object(perLog(() => position));
export type WebhookPositions = z.infer<typeof webhookPositions>;

/** How many deliveries of a webhook wait for their first attempt, wait for another one, arrived, or were given up. */
export const deliveryCounts = z.object({
  pending: z.number().int(),
  retrying: z.number().int(),
  delivered: z.number().int(),
  dead: z.number().int(),
});
export type DeliveryCounts = z.infer<typeof deliveryCounts>;

/** A webhook as its operators see it. Its secret is never shown again after it was made. */
export const webhookView = z.object({
  name: webhookName,
  id: z.string(),
  url: z.string().describe('The values of its query are masked; viewers see nothing behind the host'),
  internal: z.boolean().describe('It may be at an address of a private network'),
  filters: webhookFilters,
  state: z.enum(['active', 'paused']),
  reason: z.string().describe('Why it is paused'),
  previousSecretUntil: z.string().nullable().describe('Until then requests are signed with the old secret too'),
  positions: webhookPositions.describe('The last event of each log that was looked at'),
  deliveries: deliveryCounts,
  revision: z.number().int(),
  createdAt: z.string(),
  createdBy: z.string(),
  updatedAt: z.string(),
});
export type WebhookView = z.infer<typeof webhookView>;

export const deliveryState = z.enum(['pending', 'retrying', 'delivered', 'dead']);
export type DeliveryState = z.infer<typeof deliveryState>;

/** What became of one request to a receiver. */
export const deliveryAttempt = z.object({
  at: z.string(),
  /** Sent as `x-request-id`, so that both sides can find the request in their logs. */
  requestId: z.string(),
  durationMs: z.number().int(),
  /** HTTP status; null where there was no answer. */
  status: z.number().int().nullable(),
  /** The first 1 KiB of the answer's body. */
  answer: z.string(),
  /** Why it does not count as delivered; null where it does. */
  error: z.string().nullable(),
});
export type DeliveryAttempt = z.infer<typeof deliveryAttempt>;

/** One event on its way to one webhook. `id` is the event's, and the `webhook-id` that the receiver sees. */
export const deliveryView = z.object({
  id: z.string(),
  log: webhookLog,
  position: z.number().int(),
  type: z.string(),
  subject: z.string(),
  state: deliveryState,
  attempts: z.number().int(),
  createdAt: z.string(),
  nextAttemptAt: z.string().nullable(),
  lastAttempt: deliveryAttempt.nullable(),
});
export type DeliveryView = z.infer<typeof deliveryView>;
