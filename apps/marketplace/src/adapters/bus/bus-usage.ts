import {
  err,
  ok,
  scheduling,
  type BackendDefinition,
  type ChangeImpact,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import type { Bus } from '@enginehouse/messaging';
import type { Usage } from '../../ports.js';

/** Lists wait for it, and show no counts where it takes longer. */
const counting = { timeoutMs: 2000 };
const asking = { timeoutMs: 4000 };

/** Asks the scheduler, which knows every deployment. */
export class BusUsage implements Usage {
  constructor(private readonly bus: Bus) {}

  async counts(header: RequestHeader): Promise<Result<ReadonlyMap<string, number>, Problem>> {
    const answer = await this.bus.request(scheduling.backendUsage, {}, header, counting);
    if (!answer.ok) return err(answer.error);
    const counts = new Map<string, number>();
    for (const { backend, deployments } of answer.value.items) {
      const key = backend.toLowerCase();
      counts.set(key, (counts.get(key) ?? 0) + deployments);
    }
    return ok(counts);
  }

  async ofVersion(
    backend: string,
    version: string,
    header: RequestHeader,
  ): Promise<Result<readonly string[], Problem>> {
    const answer = await this.bus.request(scheduling.deploymentsUsing, { backend, version }, header, asking);
    return answer.ok ? ok(answer.value.deployments) : err(answer.error);
  }

  async impact(changed: BackendDefinition, header: RequestHeader): Promise<Result<readonly ChangeImpact[], Problem>> {
    const question = { backend: changed.backend_name, definition: changed };
    const answer = await this.bus.request(scheduling.changeImpact, question, header, asking);
    return answer.ok ? ok(answer.value.items) : err(answer.error);
  }
}
