import type { Logger } from '@enginehouse/service-kit';
import { newHeader, uuidv5 } from '@enginehouse/service-kit';
import type { Attempts } from '../application/attempt.js';
import type { WebhookCommands } from '../application/webhook-commands.js';
import type { WebhookDirectory } from '../application/webhook-directory.js';
import type { WebhookMetrics } from '../application/webhook-metrics.js';
import { changeWebhook } from '../domain/webhook.decisions.js';
import type { LiveWebhook } from '../domain/webhook.js';
import type { Deliver, DeliveryOutcome } from '../ports.js';

const goneReason = 'the receiver answered 410 Gone';

export interface DeliverParts {
  readonly directory: WebhookDirectory;
  readonly commands: WebhookCommands;
  readonly attempts: Attempts;
  readonly metrics: WebhookMetrics;
  readonly logger: Logger;
}

/** One attempt at a delivery. A receiver that wants no more pauses its webhook: the rest waits for a person. */
export function deliverWith({ directory, commands, attempts, metrics, logger }: DeliverParts): Deliver {
  return async (webhookId, delivery, signal): Promise<DeliveryOutcome> => {
    const webhook = directory.byId(webhookId);
    if (!webhook) return { kind: 'dropped' };
    const outcome = await attempts.make(webhook, delivery, signal);
    metrics.count(outcome.kind);
    if (outcome.kind === 'gone') await pause(webhook, delivery.id);
    if (outcome.kind === 'failed') {
      const { error, requestId } = outcome.attempt;
      logger.info({ webhook: webhook.name, delivery: delivery.id, requestId, error }, 'a delivery failed');
    }
    return outcome;
  };

  async function pause({ id, name }: LiveWebhook, delivery: string): Promise<void> {
    // The same delivery answered 410 twice is one reason to pause; after a resumption it is another one.
    const idempotencyKey = uuidv5(id, `gone\n${delivery}\n${directory.byId(id)?.revision ?? 0}`);
    const header = newHeader('service:webhooks', { idempotencyKey, causationId: delivery });
    const wish = { name, changes: { paused: true }, reason: goneReason };
    const paused = await commands.run({ name, decide: (state) => changeWebhook(state, wish) }, header);
    if (!paused.ok) logger.warn({ webhook: name, problem: paused.error }, 'the webhook could not be paused');
  }
}
