import { err, ok, scheduling, type Problem, type Result } from '@enginehouse/contracts';
import type { Bus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import type { DeploymentUsage, UseHold } from '../../ports.js';

const patience = { timeoutMs: 3000 };

/** Asks the scheduler, which knows every deployment and lets in every new one. */
export class SchedulerDeploymentUsage implements DeploymentUsage {
  constructor(private readonly bus: Bus) {}

  async hold({ hold, backend, versions }: UseHold): Promise<Result<null, Problem>> {
    const input = { hold, backend, versions: versions && [...versions] };
    const answer = await this.bus.request(scheduling.holdUse, input, newHeader('service:catalog'), patience);
    return answer.ok ? ok(null) : err(answer.error);
  }

  async release({ hold, backend }: UseHold, revision: number): Promise<Result<null, Problem>> {
    const input = { hold, backend, revision };
    const answer = await this.bus.request(scheduling.releaseUse, input, newHeader('service:catalog'), patience);
    return answer.ok ? ok(null) : err(answer.error);
  }
}
