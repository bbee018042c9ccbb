import { Controller, Inject } from '@nestjs/common';
import { catalog, err } from '@enginehouse/contracts';
import { otherName } from '../backends/backend-document.js';
import { lockPatience } from '../backends/registry-patience.js';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';
import { backendRoutes as routes } from '@enginehouse/contracts/http';

/** The versions of a backend. */
@Controller()
export class VersionsController {
  constructor(@Inject(Services) private readonly services: Services) {}

  @Serves(routes.addVersion)
  async add(call: Call<typeof routes.addVersion>): Promise<Answer> {
    const { params, body, expectedRevision, query } = call;
    const input = { name: params.name, version: body, ...query, expectedRevision };
    return replyWith(await this.services.ask(catalog.addVersion, input, call, lockPatience(query.lock)), asJson);
  }

  @Serves(routes.changeVersion)
  async change(call: Call<typeof routes.changeVersion>): Promise<Answer> {
    const { params, body, expectedRevision, query } = call;
    if (body.name !== params.version) {
      return err(otherName(body.name, params.version));
    }
    const input = { name: params.name, version: body, ...query, expectedRevision };
    return replyWith(await this.services.ask(catalog.changeVersion, input, call, lockPatience(query.lock)), asJson);
  }

  @Serves(routes.editVersion)
  async edit(call: Call<typeof routes.editVersion>): Promise<Answer> {
    const { params, body, expectedRevision, query } = call;
    const input = { ...params, changes: body, ...query, expectedRevision };
    return replyWith(await this.services.ask(catalog.editVersion, input, call, lockPatience(query.lock)), asJson);
  }

  @Serves(routes.removeVersion)
  async remove(call: Call<typeof routes.removeVersion>): Promise<Answer> {
    const input = { ...call.params, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(catalog.removeVersion, input, call), asJson);
  }

  @Serves(routes.deprecateVersion)
  async deprecate(call: Call<typeof routes.deprecateVersion>): Promise<Answer> {
    const input = { ...call.params, message: call.body.message, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(catalog.deprecateVersion, input, call), asJson);
  }

  @Serves(routes.restoreVersion)
  async restore(call: Call<typeof routes.restoreVersion>): Promise<Answer> {
    const input = { ...call.params, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(catalog.restoreVersion, input, call), asJson);
  }

  @Serves(routes.setDefaultVersion)
  async setDefault(call: Call<typeof routes.setDefaultVersion>): Promise<Answer> {
    const input = { ...call.params, ...call.body, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(catalog.setDefaultVersion, input, call), asJson);
  }
}
