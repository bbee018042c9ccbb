import {
  catalog,
  workerWeights,
  type BackendView,
  type ImageFacts,
  type ModelWeights,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import type { Bus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import type { PreviewSources } from '../../ports.js';

/** A little more than the catalog gives a registry. */
const registryMs = 12_000;

/** Asks the catalog service, which also asks the registries, and the workers. */
export class BusPreviewSources implements PreviewSources {
  constructor(private readonly bus: Bus) {}

  backend(name: string, revision: number | undefined, header: RequestHeader): Promise<Result<BackendView, Problem>> {
    return this.bus.request(catalog.getBackend, { name, revision }, ownHeader(header));
  }

  image(image: string, header: RequestHeader): Promise<Result<ImageFacts, Problem>> {
    return this.bus.request(catalog.inspectImage, { image }, ownHeader(header), { timeoutMs: registryMs });
  }

  weights(
    worker: string,
    path: string,
    header: RequestHeader,
    timeoutMs: number,
  ): Promise<Result<ModelWeights, Problem>> {
    return this.bus.request(workerWeights(worker), { path }, ownHeader(header), { timeoutMs });
  }
}

const ownHeader = ({ correlationId, traceparent }: RequestHeader): RequestHeader =>
  newHeader('service:scheduler', { correlationId, ...(traceparent ? { traceparent } : {}) });
