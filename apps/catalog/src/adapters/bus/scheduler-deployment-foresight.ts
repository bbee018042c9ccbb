import {
  err,
  ok,
  scheduling,
  type BackendDefinition,
  type ChangeImpact,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import type { Bus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import type { DeploymentForesight } from '../../ports.js';

const patience = { timeoutMs: 3000 };

/** Asks the scheduler, which knows every deployment and where each would find a place. */
export class SchedulerDeploymentForesight implements DeploymentForesight {
  constructor(private readonly bus: Bus) {}

  async using(backend: string, version?: string): Promise<Result<readonly string[], Problem>> {
    const question = { backend, ...(version === undefined ? {} : { version }) };
    const header = newHeader('service:catalog');
    const answer = await this.bus.request(scheduling.deploymentsUsing, question, header, patience);
    return answer.ok ? ok(answer.value.deployments) : err(answer.error);
  }

  async impactOf(backend: string, definition?: BackendDefinition): Promise<Result<readonly ChangeImpact[], Problem>> {
    const question = { backend, ...(definition === undefined ? {} : { definition }) };
    const header = newHeader('service:catalog');
    const answer = await this.bus.request(scheduling.changeImpact, question, header, patience);
    return answer.ok ? ok(answer.value.items) : err(answer.error);
  }
}
