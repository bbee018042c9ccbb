import { Inject, Injectable } from '@nestjs/common';
import { err, type Problem, type Result, type WebhookPositions, type WebhookView } from '@enginehouse/contracts';
import { Attempts } from '../application/attempt.js';
import { DeliveryDesk } from '../application/delivery-desk.js';
import { WebhookDirectory } from '../application/webhook-directory.js';
import { withJobStore } from '../application/with-job-store.js';
import { refusals } from '../domain/refusals.js';
import { shownUrl } from '../domain/shown-url.js';
import type { LiveWebhook } from '../domain/webhook.js';
import type { ReachedPosition } from '../domain/resumption.js';
import { POSITIONS, type Positions } from '../ports.js';

type Reached = Readonly<Record<'catalog' | 'scheduling', ReadonlyMap<string, ReachedPosition>>>;

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
    const [catalog, scheduling] = await Promise.all([this.positions.of('catalog'), this.positions.of('scheduling')]);
    return { catalog, scheduling };
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

const positionsOf = (id: string, from: WebhookPositions, { catalog, scheduling }: Reached): WebhookPositions => ({
  catalog: catalog.get(id)?.position ?? from.catalog,
  scheduling: scheduling.get(id)?.position ?? from.scheduling,
});

function lastUntil({ previous }: LiveWebhook): string | null {
  const until = previous.at(-1)?.until;
  return until !== undefined && Date.parse(until) > Date.now() ? until : null;
}
