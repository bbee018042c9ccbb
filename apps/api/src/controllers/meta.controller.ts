import { Controller } from '@nestjs/common';
import { err, ok, problemOf } from '@enginehouse/contracts';
import type { Call } from '../http/call.js';
import { asJson, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { ServiceStates } from '../services/service-states.js';
import { eventSchemas } from '../openapi/event-schemas.js';
import { openApiDocument } from '../openapi/openapi-document.js';
import { allRoutes, metaRoutes as routes } from '@enginehouse/contracts/http';

/** The API about itself. */
@Controller()
export class MetaController {
  private readonly document = openApiDocument(allRoutes);

  constructor(private readonly services: ServiceStates) {}

  @Serves(routes.openapi)
  async openapi(): Promise<Answer> {
    return ok(asJson(this.document));
  }

  @Serves(routes.services)
  async listServices(): Promise<Answer> {
    return ok(asJson({ items: this.services.views() }));
  }

  @Serves(routes.schemas)
  async schemas(): Promise<Answer> {
    const items = [...eventSchemas.values()].map(({ schema: _schema, ...info }) => ({
      ...info,
      url: `/v1/schemas/${info.type}`,
    }));
    return ok(asJson({ items }));
  }

  @Serves(routes.schema)
  async schema(call: Call<typeof routes.schema>): Promise<Answer> {
    const found = eventSchemas.get(call.params.type);
    return found
      ? ok(asJson(found.schema))
      : err(problemOf('not-found', `no event has the type "${call.params.type}"`, { hint: '/v1/schemas lists them.' }));
  }
}
