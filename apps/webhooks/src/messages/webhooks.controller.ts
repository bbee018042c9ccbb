import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { webhooks } from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import type { z } from 'zod';
import { DeliveriesQuery } from '../queries/deliveries.query.js';
import { WebhookViewsQuery } from '../queries/webhook-views.query.js';
import { AddWebhookHandler } from '../use-cases/add-webhook.handler.js';
import { ChangeWebhookHandler } from '../use-cases/change-webhook.handler.js';
import { RedriveHandler } from '../use-cases/redrive.handler.js';
import { TestWebhookHandler } from '../use-cases/test-webhook.handler.js';

type Input<C extends keyof typeof webhooks> = z.output<(typeof webhooks)[C]['input']>;

/** Everything that can be asked of the webhooks. */
@Controller()
export class WebhooksController {
  constructor(
    private readonly addHandler: AddWebhookHandler,
    private readonly changeHandler: ChangeWebhookHandler,
    private readonly testHandler: TestWebhookHandler,
    private readonly redriveHandler: RedriveHandler,
    private readonly views: WebhookViewsQuery,
    private readonly deliveries: DeliveriesQuery,
  ) {}

  @Handles(webhooks.addWebhook)
  add(@Payload() input: Input<'addWebhook'>, @Ctx() context: BusContext) {
    return this.addHandler.execute(input, context.header);
  }

  @Handles(webhooks.changeWebhook)
  change(@Payload() input: Input<'changeWebhook'>, @Ctx() context: BusContext) {
    return this.changeHandler.change(input, context.header);
  }

  @Handles(webhooks.rotateSecret)
  rotate(@Payload() input: Input<'rotateSecret'>, @Ctx() context: BusContext) {
    return this.changeHandler.rotate(input, context.header);
  }

  @Handles(webhooks.removeWebhook)
  remove(@Payload() input: Input<'removeWebhook'>, @Ctx() context: BusContext) {
    return this.changeHandler.remove(input, context.header);
  }

  @Handles(webhooks.testWebhook)
  test(@Payload() { name }: Input<'testWebhook'>, @Ctx() context: BusContext) {
    return this.testHandler.execute(name, context.header);
  }

  @Handles(webhooks.redrive)
  redrive(@Payload() input: Input<'redrive'>) {
    return this.redriveHandler.execute(input);
  }

  @Handles(webhooks.listWebhooks)
  list() {
    return this.views.list();
  }

  @Handles(webhooks.getWebhook)
  get(@Payload() { name }: Input<'getWebhook'>) {
    return this.views.get(name);
  }

  @Handles(webhooks.listDeliveries)
  listDeliveries(@Payload() input: Input<'listDeliveries'>) {
    return this.deliveries.execute(input);
  }
}
