import { Injectable } from '@nestjs/common';
import { err, ok, type webhooks } from '@enginehouse/contracts';
import type { z } from 'zod';
import { DeliveryDesk } from '../application/delivery-desk.js';
import { WebhookDirectory } from '../application/webhook-directory.js';
import { withJobStore } from '../application/with-job-store.js';
import { refusals } from '../domain/refusals.js';

type Input = z.output<typeof webhooks.listDeliveries.input>;

/** The deliveries of a webhook, newest first. */
@Injectable()
export class DeliveriesQuery {
  constructor(
    private readonly directory: WebhookDirectory,
    private readonly desk: DeliveryDesk,
  ) {}

  async execute({ name, ...request }: Input) {
    const webhook = this.directory.get(name);
    if (!webhook) return err(refusals.notFound(name));
    const page = await withJobStore(() => this.desk.queueOf(webhook).list(request));
    return page.ok ? ok({ ...page.value, items: [...page.value.items] }) : page;
  }
}
