import { Injectable } from '@nestjs/common';
import { err, ok, type Problem, type Result, type webhooks } from '@enginehouse/contracts';
import type { z } from 'zod';
import { DeliveryDesk } from '../application/delivery-desk.js';
import { WebhookDirectory } from '../application/webhook-directory.js';
import { refusals } from '../domain/refusals.js';
import { withJobStore } from '../application/with-job-store.js';

type Input = z.output<typeof webhooks.redrive.input>;

/** Sends deliveries once more, with all their attempts. */
@Injectable()
export class RedriveHandler {
  constructor(
    private readonly directory: WebhookDirectory,
    private readonly desk: DeliveryDesk,
  ) {}

  async execute({ name, wish }: Input): Promise<Result<{ redriven: number }, Problem>> {
    const webhook = this.directory.get(name);
    if (!webhook) return err(refusals.notFound(name));
    const queue = this.desk.queueOf(webhook);
    const { delivery } = wish;
    if (delivery === undefined) return withJobStore(async () => ({ redriven: await queue.redriveDead() }));
    const found = await withJobStore(() => queue.redrive(delivery));
    if (!found.ok) return found;
    return found.value ? ok({ redriven: 1 }) : err(refusals.deliveryNotFound(name, delivery));
  }
}
