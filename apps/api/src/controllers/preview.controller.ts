import { Controller, Inject } from '@nestjs/common';
import { err, scheduling } from '@enginehouse/contracts';
import { previewRoutes as routes } from '@enginehouse/contracts/http';
import { inYamlTerms, previewRequest } from '../deployments/preview-request.js';
import type { Call } from '../http/call.js';
import { replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';

/** The scheduler asks the catalog, and that asks a registry. */
const timeoutMs = 20_000;

/** Looking at a container before there is one. */
@Controller()
export class PreviewController {
  constructor(@Inject(Services) private readonly services: Services) {}

  @Serves(routes.preview)
  async preview(call: Call<typeof routes.preview>): Promise<Answer> {
    const request = previewRequest(call.body);
    if (!request.ok) {
      return request;
    }
    const { definition } = request.value;
    const seen = await this.services.ask(scheduling.preview, request.value, call, { timeoutMs });
    return seen.ok || call.body.yaml === undefined
      ? replyWith(seen, (value) => ({ json: value }))
      : err(inYamlTerms(seen.error, definition?.versions ?? []));
  }
}
