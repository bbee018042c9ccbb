import { Injectable } from '@nestjs/common';
import { err, type RequestHeader, type webhooks } from '@enginehouse/contracts';
import type { z } from 'zod';
import { TargetCheck } from '../application/target-check.js';
import { WebhookCommands } from '../application/webhook-commands.js';
import { WebhookDirectory } from '../application/webhook-directory.js';
import { refusals } from '../domain/refusals.js';
import { changeWebhook, removeWebhook, rotateSecret } from '../domain/webhook.decisions.js';

type Input<C extends 'changeWebhook' | 'rotateSecret' | 'removeWebhook'> = z.output<(typeof webhooks)[C]['input']>;

/** Changes to a webhook that is there. */
@Injectable()
export class ChangeWebhookHandler {
  constructor(
    private readonly commands: WebhookCommands,
    private readonly directory: WebhookDirectory,
    private readonly targets: TargetCheck,
  ) {}

  async change({ name, changes, expectedRevision }: Input<'changeWebhook'>, header: RequestHeader) {
    const webhook = this.directory.get(name);
    if (!webhook) return err(refusals.notFound(name));
    const { target = webhook.target, internal = webhook.internal } = changes;
    if (changes.target !== undefined || changes.internal !== undefined) {
      const checked = await this.targets.check(target, internal);
      if (!checked.ok) return checked;
    }
    const wish = { name, changes, reason: header.reason ?? '' };
    return this.commands.run({ name, expectedRevision, decide: (state) => changeWebhook(state, wish) }, header);
  }

  rotate({ name, secret, overlapSeconds, expectedRevision }: Input<'rotateSecret'>, header: RequestHeader) {
    const decide: Parameters<WebhookCommands['run']>[0]['decide'] = (state) =>
      rotateSecret(state, { name, secret, overlapSeconds });
    return this.commands.run({ name, expectedRevision, decide }, header);
  }

  remove({ name, expectedRevision }: Input<'removeWebhook'>, header: RequestHeader) {
    return this.commands.run({ name, expectedRevision, decide: (state) => removeWebhook(state, name) }, header);
  }
}
