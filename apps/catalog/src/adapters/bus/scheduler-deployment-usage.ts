import { err, ok, scheduling, type Problem, type Result } from '@enginehouse/contracts';
import type { Bus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import type { DeploymentUsage } from '../../ports.js';

const patienceMs = 3000;

/** Asks the scheduler, which knows every deployment. */
export class SchedulerDeploymentUsage implements DeploymentUsage {
  constructor(private readonly bus: Bus) {}

  async using(backend: string, version?: string): Promise<Result<readonly string[], Problem>> {
    const question = { backend, ...(version === undefined ? {} : { version }) };
    const answer = await this.bus.request(scheduling.deploymentsUsing, question, newHeader('service:catalog'), {
      timeoutMs: patienceMs,
    });
    return answer.ok ? ok(answer.value.deployments) : err(answer.error);
  }
}
