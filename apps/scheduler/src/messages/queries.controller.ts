import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { scheduling } from '@enginehouse/contracts';
import { Handles } from '@enginehouse/messaging';
import { ChangeImpactQuery } from '../queries/change-impact/change-impact.query.js';
import { LogQueries } from '../queries/log-queries.js';
import { StateQueries } from '../queries/state-queries.js';
import type { Input } from './input.js';

/** Everything that can be asked of the scheduler. */
@Controller()
export class QueriesController {
  constructor(
    private readonly state: StateQueries,
    private readonly log: LogQueries,
    private readonly impact: ChangeImpactQuery,
  ) {}

  @Handles(scheduling.listDeployments)
  async listDeployments() {
    return this.state.listDeployments();
  }

  @Handles(scheduling.getDeployment)
  async getDeployment(@Payload() { name }: Input<'getDeployment'>) {
    return this.state.getDeployment(name);
  }

  @Handles(scheduling.listInstances)
  async listInstances(@Payload() { deployment }: Input<'listInstances'>) {
    return this.state.listInstances(deployment);
  }

  @Handles(scheduling.getInstance)
  async getInstance(@Payload() { id }: Input<'getInstance'>) {
    return this.state.getInstance(id);
  }

  @Handles(scheduling.explainInstance)
  async explainInstance(@Payload() { id }: Input<'explainInstance'>) {
    return this.state.explainInstance(id);
  }

  @Handles(scheduling.listWorkers)
  async listWorkers() {
    return this.state.listWorkers();
  }

  @Handles(scheduling.getWorker)
  async getWorker(@Payload() { name }: Input<'getWorker'>) {
    return this.state.getWorker(name);
  }

  @Handles(scheduling.deploymentsUsing)
  async deploymentsUsing(@Payload() { backend, version }: Input<'deploymentsUsing'>) {
    return this.state.deploymentsUsing(backend, version);
  }

  @Handles(scheduling.backendUsage)
  async backendUsage() {
    return this.state.backendUsage();
  }

  @Handles(scheduling.changeImpact)
  async changeImpact(@Payload() input: Input<'changeImpact'>) {
    return this.impact.execute(input);
  }

  @Handles(scheduling.instanceTimeline)
  instanceTimeline(@Payload() { id }: Input<'instanceTimeline'>) {
    return this.log.instanceTimeline(id);
  }

  @Handles(scheduling.feed)
  feed(@Payload() input: Input<'feed'>) {
    return this.log.feed(input);
  }

  @Handles(scheduling.verifyLog)
  verifyLog() {
    return this.log.verifyLog();
  }
}
