import { Inject, Injectable } from '@nestjs/common';
import {
  err,
  perLog,
  webhookLog,
  type Problem,
  type Result,
  type WebhookLog,
  type WebhookPositions,
  type WebhookView,
} from '@enginehouse/contracts';
import { Attempts } from '../application/attempt.js';
import { DeliveryDesk } from '../application/delivery-desk.js';
import { WebhookDirectory } from '../application/webhook-directory.js';
import { withJobStore } from '../application/with-job-store.js';
import { refusals } from '../domain/refusals.js';
import { shownUrl } from '../domain/shown-url.js';
import type { LiveWebhook } from '../domain/webhook.js';
import type { ReachedPosition } from '../domain/resumption.js';
import { POSITIONS, type Positions } from '../ports.js';

type Reached = ReadonlyMap<WebhookLog, ReadonlyMap<string, ReachedPosition>>;

/** Webhooks as they are shown. */
@Injectable()
export class WebhookViewsQuery {
  constructor(
    private readonly directory: WebhookDirectory,
    private readonly desk: DeliveryDesk,
    private readonly attempts: Attempts,
    @Inject(POSITIONS) private readonly positions: Positions,
  ) {}

  async list(): Promise<Result<{ items: WebhookView[] }, Problem>> {
    return withJobStore(async () => {
      const reached = await this.reached();
      const webhooks = this.directory.all().toSorted((one, other) => one.name.localeCompare(other.name));
      return { items: await Promise.all(webhooks.map((webhook) => this.view(webhook, reached))) };
    });
  }

  async get(name: string): Promise<Result<WebhookView, Problem>> {
    const webhook = this.directory.get(name);
    if (!webhook) return err(refusals.notFound(name));
    return withJobStore(async () => this.view(webhook, await this.reached()));
  }

  private async reached(): Promise<Reached> {
    const reached = webhookLog.options.map(async (log) => [log, await this.positions.of(log)] as const);
    return new Map(await Promise.all(reached));
  }

  private async view(webhook: LiveWebhook, reached: Reached): Promise<WebhookView> {
    const { name, id, internal, filters, paused, from, revision, createdAt, createdBy, updatedAt } = webhook;
    return {
      name,
      id,
      url: shownUrl(this.attempts.open(webhook.target)),
      internal,
      filters,
      state: paused === undefined ? 'active' : 'paused',
      reason: paused ?? '',
      previousSecretUntil: lastUntil(webhook),
      positions: positionsOf(id, from, reached),
      deliveries: await this.desk.queueOf(webhook).counts(),
      revision,
      createdAt,
      createdBy,
      updatedAt,
    };
  }
}

/** In a log that was not looked at yet, and is to be begun at its end, nothing was. */
const positionsOf = (id: string, from: Partial<WebhookPositions>, reached: Reached): WebhookPositions =>
  perLog((log) => reached.get(log)?.get(id)?.position ?? from[log] ?? 0);

function lastUntil({ previous }: LiveWebhook): string | null {
  const until = previous.at(-1)?.until;
  return until !== undefined && Date.parse(until) > Date.now() ? until : null;
}
