import { catalog, type BackendView, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import type { Bus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import type { BackendCatalog, BackendRemovals } from '../../ports.js';

/** Asks the catalog service. */
export class BusBackendCatalog implements BackendCatalog, BackendRemovals {
  constructor(private readonly bus: Bus) {}

  get(name: string, header: RequestHeader): Promise<Result<BackendView, Problem>> {
    const { correlationId, traceparent } = header;
    const own = newHeader('service:scheduler', { correlationId, ...(traceparent ? { traceparent } : {}) });
    return this.bus.request(catalog.getBackend, { name }, own);
  }

  abandon(name: string, hold: string): Promise<Result<{ readonly revision: number }, Problem>> {
    return this.bus.request(catalog.abandonRemoval, { name, hold }, newHeader('service:scheduler'));
  }
}
