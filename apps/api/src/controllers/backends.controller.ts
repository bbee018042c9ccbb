import { Controller, Inject } from '@nestjs/common';
import { catalog, err, ok, problemOf } from '@enginehouse/contracts';
import { createHash } from 'node:crypto';
import { BackendLists } from '../backends/backend-lists.js';
import { addressOf, documentOf, otherName } from '../backends/backend-document.js';
import { pictureIn } from '../backends/picture-in.js';
import { lockPatience } from '../backends/registry-patience.js';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';
import { backendRoutes as routes } from '@enginehouse/contracts/http';

/** Backends as a whole: list, read, register, apply, change, delete. */
@Controller()
export class BackendsController {
  constructor(
    @Inject(Services) private readonly services: Services,
    @Inject(BackendLists) private readonly lists: BackendLists,
  ) {}

  @Serves(routes.list)
  async list(call: Call<typeof routes.list>): Promise<Answer> {
    return replyWith(await this.lists.page(call), (text) => ({ text, type: 'application/json' }));
  }

  @Serves(routes.register)
  async register(call: Call<typeof routes.register>): Promise<Answer> {
    const document = documentOf(call);
    if (!document.ok) {
      return document;
    }
    const { name, ...definition } = document.value;
    const input = { ...definition, ...call.query };
    const done = await this.services.ask(catalog.registerBackend, input, call, lockPatience(call.query.lock));
    return replyWith(done, (value) => ({ ...asJson({ name, ...value }), location: addressOf(name) }));
  }

  @Serves(routes.get)
  async get(call: Call<typeof routes.get>): Promise<Answer> {
    const input = { ...call.params, ...call.query };
    if (call.accepts('application/json', 'application/yaml') === 'application/yaml') {
      const exported = await this.services.ask(catalog.exportBackend, input, call);
      return replyWith(exported, ({ yaml, revision }) => ({ text: yaml, type: 'application/yaml', revision }));
    }
    return replyWith(await this.services.ask(catalog.getBackend, input, call), asJson);
  }

  /** What its author wrote, so a browser is told to run nothing of it; where its address names the revision, it never changes. */
  @Serves(routes.icon)
  async icon(call: Call<typeof routes.icon>): Promise<Answer> {
    const found = await this.services.ask(catalog.getBackend, { ...call.params, ...call.query }, call);
    if (!found.ok) {
      return found;
    }
    const picture = pictureIn(found.value.definition.icon);
    if (!picture) {
      return err(problemOf('not-found', `${found.value.name} has no icon that is a picture.`));
    }
    const tag = createHash('sha256').update(picture.type).update(picture.bytes).digest('hex').slice(0, 32);
    return ok({ ...picture, tag, immutable: call.query.revision === found.value.revision });
  }

  @Serves(routes.apply)
  async apply(call: Call<typeof routes.apply>): Promise<Answer> {
    const document = documentOf(call);
    if (!document.ok) {
      return document;
    }
    const { name, ...input } = document.value;
    if (name.toLowerCase() !== call.params.name.toLowerCase()) {
      return err(otherName(name, call.params.name));
    }
    const { expectedRevision, query } = call;
    const wish = { ...input, ...query, expectedRevision };
    const applied = await this.services.ask(catalog.applyBackend, wish, call, lockPatience(query.lock));
    return replyWith(applied, (value) => ({
      ...asJson(value),
      ...(value.created ? { status: 201, location: addressOf(value.name) } : {}),
    }));
  }

  @Serves(routes.describe)
  async describe(call: Call<typeof routes.describe>): Promise<Answer> {
    const { params, body, expectedRevision } = call;
    const input = { ...params, changes: body, expectedRevision };
    return replyWith(await this.services.ask(catalog.describeBackend, input, call), asJson);
  }

  @Serves(routes.remove)
  async remove(call: Call<typeof routes.remove>): Promise<Answer> {
    const input = { ...call.params, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(catalog.deleteBackend, input, call), asJson);
  }
}
