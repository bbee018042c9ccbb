import { Controller, Inject } from '@nestjs/common';
import { marketplace } from '@enginehouse/contracts';
import { sourceRoutes as routes } from '@enginehouse/contracts/http';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';

/** Whether a source could be fetched is tried before it is kept: its address must be resolved, for example. */
const checkPatience = { timeoutMs: 20_000 };

/** Sources of the marketplace. Nothing in them is secret: addresses with credentials are refused by their schema. */
@Controller()
export class SourcesController {
  constructor(@Inject(Services) private readonly services: Services) {}

  @Serves(routes.list)
  async list(call: Call<typeof routes.list>): Promise<Answer> {
    return replyWith(await this.services.ask(marketplace.listSources, {}, call), asJson);
  }

  @Serves(routes.add)
  async add(call: Call<typeof routes.add>): Promise<Answer> {
    const added = await this.services.ask(marketplace.addSource, call.body, call, checkPatience);
    return replyWith(added, (value) => ({
      ...asJson(value),
      location: `/v1/marketplace/sources/${value.name}`,
    }));
  }

  @Serves(routes.get)
  async get(call: Call<typeof routes.get>): Promise<Answer> {
    return replyWith(await this.services.ask(marketplace.getSource, named(call), call), asJson);
  }

  @Serves(routes.change)
  async change(call: Call<typeof routes.change>): Promise<Answer> {
    const input = { ...named(call), changes: call.body, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(marketplace.changeSource, input, call, checkPatience), asJson);
  }

  @Serves(routes.remove)
  async remove(call: Call<typeof routes.remove>): Promise<Answer> {
    const { keepEnabled } = call.query;
    const input = { ...named(call), keepEnabled, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(marketplace.removeSource, input, call), asJson);
  }

  @Serves(routes.trust)
  async trust(call: Call<typeof routes.trust>): Promise<Answer> {
    const input = { ...named(call), ...call.body, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(marketplace.trustKey, input, call), asJson);
  }

  @Serves(routes.sync)
  async sync(call: Call<typeof routes.sync>): Promise<Answer> {
    return replyWith(await this.services.ask(marketplace.syncSource, { ...named(call), ...call.body }, call), asJson);
  }

  @Serves(routes.runs)
  async runs(call: Call<typeof routes.runs>): Promise<Answer> {
    const input = { source: call.params.source, ...call.query };
    return replyWith(await this.services.ask(marketplace.listRuns, input, call), asJson);
  }

  @Serves(routes.run)
  async run(call: Call<typeof routes.run>): Promise<Answer> {
    return replyWith(await this.services.ask(marketplace.getRun, call.params, call), asJson);
  }
}

const named = ({ params }: { readonly params: { readonly source: string } }): { readonly name: string } => ({
  name: params.source,
});
