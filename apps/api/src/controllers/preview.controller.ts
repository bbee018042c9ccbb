import { Controller, Inject } from '@nestjs/common';
import { err, scheduling, type PreviewInput } from '@enginehouse/contracts';
import { previewRoutes as routes } from '@enginehouse/contracts/http';
import { includesRole } from '../access/identity.js';
import { inYamlTerms, previewRequest } from '../deployments/preview-request.js';
import type { Call } from '../http/call.js';
import { replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';

/** The scheduler asks the catalog, and that asks a registry. */
const timeoutMs = 20_000;

const noForeignImages = 'The registry was not asked: for an image that no saved backend names, that takes an operator.';

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
    const { definition, offline } = request.value;
    const isForeign = namesForeignImage(request.value) && !includesRole(call.identity?.role ?? 'viewer', 'operator');
    const input = { ...request.value, offline: offline || isForeign };
    const seen = await this.services.ask(scheduling.preview, input, call, { timeoutMs });
    if (!seen.ok && call.body.yaml !== undefined) {
      return err(inYamlTerms(seen.error, definition?.versions ?? []));
    }
    const note = isForeign && !offline ? { imageNote: noForeignImages } : {};
    return replyWith(seen, (value) => ({ json: { ...value, ...note } }));
  }
}

/** Whoever may only read does not choose which hosts the catalog speaks to. */
const namesForeignImage = ({ deployment, definition }: PreviewInput): boolean =>
  definition !== undefined || Boolean(deployment.imageName);
