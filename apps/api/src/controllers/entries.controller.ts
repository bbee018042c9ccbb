import { Controller, Inject } from '@nestjs/common';
import { marketplace } from '@enginehouse/contracts';
import { entryRoutes as routes } from '@enginehouse/contracts/http';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';

/** The digests of its images are asked for, which takes as long as their registries take. */
const registriesPatience = { timeoutMs: 60_000 };
/** The marketplace asks the catalog, and that the scheduler; each says itself that it did not get an answer. */
const relayedPatience = { timeoutMs: 30_000 };

/** What sources offer, and what became of it. */
@Controller()
export class EntriesController {
  constructor(@Inject(Services) private readonly services: Services) {}

  @Serves(routes.list)
  async list(call: Call<typeof routes.list>): Promise<Answer> {
    return replyWith(await this.services.ask(marketplace.listEntries, call.query, call), asJson);
  }

  @Serves(routes.get)
  async get(call: Call<typeof routes.get>): Promise<Answer> {
    const { checkImages } = call.query;
    const input = { ...call.params, checkImages };
    const options = checkImages ? registriesPatience : {};
    return replyWith(await this.services.ask(marketplace.getEntry, input, call, options), asJson);
  }

  /** Made anew by the marketplace, so that nothing of its author's bytes is in it; where its address names the content, it never changes. */
  @Serves(routes.icon)
  async icon(call: Call<typeof routes.icon>): Promise<Answer> {
    const found = await this.services.ask(marketplace.entryIcon, call.params, call);
    return replyWith(found, ({ mediaType, base64, contentHash }) => ({
      bytes: Buffer.from(base64, 'base64'),
      type: mediaType,
      tag: contentHash,
      immutable: call.query.contentHash === contentHash,
    }));
  }

  @Serves(routes.enable)
  async enable(call: Call<typeof routes.enable>): Promise<Answer> {
    const input = { ...call.params, ...call.body };
    return replyWith(await this.services.ask(marketplace.enableEntry, input, call, registriesPatience), asJson);
  }

  @Serves(routes.disable)
  async disable(call: Call<typeof routes.disable>): Promise<Answer> {
    return replyWith(await this.services.ask(marketplace.disableEntry, call.params, call, relayedPatience), asJson);
  }

  @Serves(routes.showUpdate)
  async showUpdate(call: Call<typeof routes.showUpdate>): Promise<Answer> {
    return replyWith(await this.services.ask(marketplace.entryUpdate, call.params, call, relayedPatience), asJson);
  }

  @Serves(routes.planUpdate)
  async planUpdate(call: Call<typeof routes.planUpdate>): Promise<Answer> {
    const input = { ...call.params, ...call.body };
    return replyWith(await this.services.ask(marketplace.entryUpdate, input, call, relayedPatience), asJson);
  }

  @Serves(routes.update)
  async update(call: Call<typeof routes.update>): Promise<Answer> {
    const input = { ...call.params, ...call.body };
    return replyWith(await this.services.ask(marketplace.updateEntry, input, call, registriesPatience), asJson);
  }

  @Serves(routes.setPolicy)
  async setPolicy(call: Call<typeof routes.setPolicy>): Promise<Answer> {
    const input = { ...call.params, ...call.body };
    return replyWith(await this.services.ask(marketplace.setEntryPolicy, input, call), asJson);
  }
}
