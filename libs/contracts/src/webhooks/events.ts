import { z } from 'zod';
import { webhookFilters, webhookPositions } from './webhook.js';

/** A sealed text (`sealed:v1:...`): neither log nor backup nor message ever holds what is in it. */
const sealed = z.string();

/** Everything that can happen to a webhook, by event type. Stream `webhook:<name>`; the log is not published. */
export const webhookEvents = {
  WebhookAdded: z.object({
    target: sealed.describe('The URL'),
    secret: sealed,
    internal: z.boolean(),
    filters: webhookFilters,
    from: webhookPositions
      .partial()
      .describe('A log that is not named begins where it ends when it is first looked at'),
  }),
  /** Only the fields named here changed. */
  WebhookChanged: z.object({
    changes: z.object({ target: sealed, internal: z.boolean(), filters: webhookFilters }).partial(),
  }),
  WebhookPaused: z.object({ reason: z.string() }),
  WebhookResumed: z.object({}),
  /** The secret before stays in use beside the new one for so long. */
  WebhookSecretRotated: z.object({ secret: sealed, overlapSeconds: z.number().int() }),
  WebhookRemoved: z.object({}),
} as const;

export type WebhookEventType = keyof typeof webhookEvents;
export type WebhookEvent = {
  [T in WebhookEventType]: { readonly type: T; readonly data: z.infer<(typeof webhookEvents)[T]> };
}[WebhookEventType];
