import { Controller, Inject } from '@nestjs/common';
import { webhooks, type WebhookView } from '@enginehouse/contracts';
import { webhookRoutes as routes } from '@enginehouse/contracts/http';
import { includesRole } from '../access/identity.js';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';
import { WebhookSecrets } from '../webhooks/webhook-secrets.js';

/** A receiver may take its ten seconds, and its address must be resolved first. */
const testTimeoutMs = 20_000;
const redriveTimeoutMs = 20_000;

/** Webhooks: who is told of events, and what became of it. */
@Controller()
export class WebhooksController {
  constructor(
    @Inject(Services) private readonly services: Services,
    @Inject(WebhookSecrets) private readonly secrets: WebhookSecrets,
  ) {}

  @Serves(routes.list)
  async list(call: Call<typeof routes.list>): Promise<Answer> {
    const listed = await this.services.ask(webhooks.listWebhooks, {}, call);
    return replyWith(listed, ({ items }) => asJson({ items: items.map((item) => shownTo(call, item)) }));
  }

  @Serves(routes.add)
  async add(call: Call<typeof routes.add>): Promise<Answer> {
    const { url, ...rest } = call.body;
    const secret = this.secrets.create(call);
    const input = { ...rest, target: this.secrets.sealUrl(url, call), secret: secret.sealed };
    const added = await this.services.ask(webhooks.addWebhook, input, call, { timeoutMs: testTimeoutMs });
    return replyWith(added, (value) => ({
      ...asJson({ ...value, secret: secret.plain }),
      location: `/v1/webhooks/${value.name}`,
    }));
  }

  @Serves(routes.get)
  async get(call: Call<typeof routes.get>): Promise<Answer> {
    const found = await this.services.ask(webhooks.getWebhook, call.params, call);
    return replyWith(found, (view) => asJson(shownTo(call, view)));
  }

  @Serves(routes.change)
  async change(call: Call<typeof routes.change>): Promise<Answer> {
    const { url, ...rest } = call.body;
    const changes = { ...rest, ...(url !== undefined && { target: this.secrets.sealUrl(url, call) }) };
    const input = { ...call.params, changes, expectedRevision: call.expectedRevision };
    const options = { timeoutMs: testTimeoutMs };
    return replyWith(await this.services.ask(webhooks.changeWebhook, input, call, options), asJson);
  }

  @Serves(routes.remove)
  async remove(call: Call<typeof routes.remove>): Promise<Answer> {
    const input = { ...call.params, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(webhooks.removeWebhook, input, call), asJson);
  }

  @Serves(routes.rotateSecret)
  async rotate(call: Call<typeof routes.rotateSecret>): Promise<Answer> {
    const secret = this.secrets.create(call);
    const { expectedRevision } = call;
    const input = { ...call.params, ...call.body, secret: secret.sealed, expectedRevision };
    const rotated = await this.services.ask(webhooks.rotateSecret, input, call);
    return replyWith(rotated, (value) => asJson({ ...value, secret: secret.plain }));
  }

  @Serves(routes.test)
  async test(call: Call<typeof routes.test>): Promise<Answer> {
    const options = { timeoutMs: testTimeoutMs };
    return replyWith(await this.services.ask(webhooks.testWebhook, call.params, call, options), asJson);
  }

  @Serves(routes.deliveries)
  async deliveries(call: Call<typeof routes.deliveries>): Promise<Answer> {
    const input = { ...call.params, ...call.query };
    return replyWith(await this.services.ask(webhooks.listDeliveries, input, call), asJson);
  }

  @Serves(routes.redrive)
  async redrive(call: Call<typeof routes.redrive>): Promise<Answer> {
    const input = { ...call.params, wish: call.body };
    const options = { timeoutMs: redriveTimeoutMs };
    return replyWith(await this.services.ask(webhooks.redrive, input, call, options), asJson);
  }
}

/** For some receivers the path is as good as a password. */
function shownTo({ identity }: Pick<Call, 'identity'>, view: WebhookView): WebhookView {
  const mayKnow = identity !== undefined && includesRole(identity.role, 'operator');
  return mayKnow ? view : { ...view, url: new URL(view.url).origin };
}
