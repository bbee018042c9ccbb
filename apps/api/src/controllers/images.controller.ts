import { Controller, Inject } from '@nestjs/common';
import { catalog } from '@enginehouse/contracts';
import { imageRoutes as routes } from '@enginehouse/contracts/http';
import { registryPatience } from '../backends/registry-patience.js';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';

/** What registries say about images. */
@Controller()
export class ImagesController {
  constructor(@Inject(Services) private readonly services: Services) {}

  @Serves(routes.inspect)
  async inspect(call: Call<typeof routes.inspect>): Promise<Answer> {
    return replyWith(await this.services.ask(catalog.inspectImage, call.query, call, registryPatience), asJson);
  }

  @Serves(routes.updates)
  async updates(call: Call<typeof routes.updates>): Promise<Answer> {
    return replyWith(await this.services.ask(catalog.imageUpdates, call.params, call, registryPatience), asJson);
  }
}
