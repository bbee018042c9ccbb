import { Controller, Inject } from '@nestjs/common';
import { catalog } from '@enginehouse/contracts';
import { backendRoutes, historyRoutes as routes } from '@enginehouse/contracts/http';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';

/** What backends were, who changed what, and the way back. */
@Controller()
export class HistoryController {
  constructor(@Inject(Services) private readonly services: Services) {}

  @Serves(backendRoutes.history)
  async history(call: Call<typeof backendRoutes.history>): Promise<Answer> {
    return replyWith(await this.services.ask(catalog.backendHistory, { ...call.params, ...call.query }, call), asJson);
  }

  @Serves(routes.diff)
  async diff(call: Call<typeof routes.diff>): Promise<Answer> {
    return replyWith(await this.services.ask(catalog.diffBackend, { ...call.params, ...call.query }, call), asJson);
  }

  @Serves(routes.rollBack)
  async rollBack(call: Call<typeof routes.rollBack>): Promise<Answer> {
    const input = { ...call.params, ...call.body, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(catalog.rollBackBackend, input, call), asJson);
  }

  @Serves(routes.audit)
  async audit(call: Call<typeof routes.audit>): Promise<Answer> {
    return replyWith(await this.services.ask(catalog.audit, call.query, call), asJson);
  }
}
