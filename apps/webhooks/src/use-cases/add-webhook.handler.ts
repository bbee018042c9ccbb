import { Injectable } from '@nestjs/common';
import {
  err,
  ok,
  webhookLog,
  type Problem,
  type RequestHeader,
  type Result,
  type WebhookPositions,
  type webhooks,
} from '@enginehouse/contracts';
import { eventIdOf } from '@enginehouse/service-kit';
import type { z } from 'zod';
import { LogHeads } from '../application/log-heads.js';
import { TargetCheck } from '../application/target-check.js';
import { WebhookCommands } from '../application/webhook-commands.js';
import { follows } from '../domain/filters.js';
import { addWebhook } from '../domain/webhook.decisions.js';
import { refusals } from '../domain/refusals.js';

type Input = z.output<typeof webhooks.addWebhook.input>;

/**
 * Adds a webhook. Where it begins in the logs that it follows is decided here and kept with it: everything after the
 * answer is sent. A log that it does not follow need not be there; it begins in that when it is first looked at.
 */
@Injectable()
export class AddWebhookHandler {
  constructor(
    private readonly commands: WebhookCommands,
    private readonly targets: TargetCheck,
    private readonly heads: LogHeads,
  ) {}

  async execute(input: Input, header: RequestHeader) {
    const checked = await this.targets.check(input.target, input.internal);
    if (!checked.ok) return checked;
    const from = await this.beginning(input, header);
    if (!from.ok) return from;
    const { name, target, secret, internal, filters } = input;
    const wish = { name, target, secret, internal, filters, from: from.value };
    const done = await this.commands.run({ name, decide: (state) => addWebhook(state, wish) }, header);
    return done.ok ? ok({ ...done.value, name, id: eventIdOf(header.idempotencyKey, 0) }) : done;
  }

  /** A repeated command begins where the first one did. */
  private async beginning(input: Input, header: RequestHeader): Promise<Result<Partial<WebhookPositions>, Problem>> {
    const [before] = await this.commands.written(input.name, header);
    if (before?.type === 'WebhookAdded') return ok({ ...before.data.from, ...input.from });
    const logs = webhookLog.options.filter((log) => follows(input.filters, log) || input.from[log] !== undefined);
    const heads = await this.heads.read(logs);
    if (!heads.ok) return heads;
    const ahead = logs.find((log) => (input.from[log] ?? 0) > (heads.value[log] ?? 0));
    if (ahead) return err(refusals.beyondHead(ahead, input.from[ahead] ?? 0, heads.value[ahead] ?? 0));
    return ok({ ...heads.value, ...input.from });
  }
}
