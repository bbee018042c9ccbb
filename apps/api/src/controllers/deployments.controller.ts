import { Controller, Inject } from '@nestjs/common';
import { ok, scheduling, type DeploymentView, type Problem, type Result } from '@enginehouse/contracts';
import { DeploymentEvents } from '../deployments/deployment-events.js';
import { SealEnvironment } from '../deployments/seal-environment.js';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';
import { deploymentRoutes as routes } from '@enginehouse/contracts/http';

const eventStream = 'text/event-stream';

/** Deployments: what users wish for. */
@Controller()
export class DeploymentsController {
  constructor(
    @Inject(Services) private readonly services: Services,
    @Inject(SealEnvironment) private readonly sealEnvironment: SealEnvironment,
    @Inject(DeploymentEvents) private readonly events: DeploymentEvents,
  ) {}

  @Serves(routes.list)
  async list(call: Call<typeof routes.list>): Promise<Answer> {
    return replyWith(await this.services.ask(scheduling.listDeployments, {}, call), asJson);
  }

  @Serves(routes.create)
  async create(call: Call<typeof routes.create>): Promise<Answer> {
    const repeatKey = call.repeatable ? call.header.idempotencyKey : undefined;
    const env = this.sealEnvironment.seal(call.body.env, repeatKey);
    if (!env.ok) {
      return env;
    }
    const { name } = call.body;
    const done = await this.services.ask(scheduling.createDeployment, { ...call.body, env: { ...env.value } }, call);
    return replyWith(done, (value) => ({ ...asJson({ name, ...value }), location: `/v1/deployments/${name}` }));
  }

  @Serves(routes.get)
  async get(call: Call<typeof routes.get>): Promise<Answer> {
    return replyWith(await this.services.ask(scheduling.getDeployment, call.params, call), asJson);
  }

  @Serves(routes.scale)
  async scale(call: Call<typeof routes.scale>): Promise<Answer> {
    const input = { ...call.params, ...call.body, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(scheduling.scaleDeployment, input, call), asJson);
  }

  @Serves(routes.remove)
  async remove(call: Call<typeof routes.remove>): Promise<Answer> {
    const input = { ...call.params, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(scheduling.deleteDeployment, input, call), asJson);
  }

  @Serves(routes.stop)
  async stop(call: Call<typeof routes.stop>): Promise<Answer> {
    const input = { ...call.params, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(scheduling.stopDeployment, input, call), asJson);
  }

  @Serves(routes.start)
  async start(call: Call<typeof routes.start>): Promise<Answer> {
    const input = { ...call.params, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(scheduling.startDeployment, input, call), asJson);
  }

  @Serves(routes.planRoll)
  async planRoll(call: Call<typeof routes.planRoll>): Promise<Answer> {
    return replyWith(await this.services.ask(scheduling.planRoll, { ...call.params, wish: call.body }, call), asJson);
  }

  @Serves(routes.roll)
  async roll(call: Call<typeof routes.roll>): Promise<Answer> {
    const input = { ...call.params, wish: call.body, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(scheduling.rollDeployment, input, call), asJson);
  }

  @Serves(routes.cancelRoll)
  async cancelRoll(call: Call<typeof routes.cancelRoll>): Promise<Answer> {
    const input = { ...call.params, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(scheduling.cancelRoll, input, call), asJson);
  }

  @Serves(routes.explain)
  async explain(call: Call<typeof routes.explain>): Promise<Answer> {
    const deployment = await this.services.ask(scheduling.getDeployment, call.params, call);
    return deployment.ok ? this.explainAll(deployment.value, call) : deployment;
  }

  @Serves(routes.events)
  async follow(call: Call<typeof routes.events>): Promise<Answer> {
    const { name } = call.params;
    if (call.accepts(eventStream, 'application/json') === 'application/json') {
      return replyWith(await this.events.list(name, call), (items) => asJson({ items }));
    }
    return replyWith(await this.events.follow(name, call), (stream) => ({ stream, type: eventStream }));
  }

  private async explainAll(deployment: DeploymentView, call: Call): Promise<Answer> {
    const explained = await Promise.all(
      deployment.instances.map(({ id }) => this.services.ask(scheduling.explainInstance, { id }, call)),
    );
    const failed = explained.find((each): each is Extract<typeof each, { ok: false }> => !each.ok && !isGone(each));
    if (failed) {
      return failed;
    }
    const instances = explained.flatMap((each) => (each.ok ? [each.value] : []));
    const { name, status, reason } = deployment;
    return ok(asJson({ name, status, reason, instances }));
  }
}

/** It was deleted between the two questions. */
const isGone = (result: Result<unknown, Problem>) => !result.ok && result.error.code === 'instance-not-found';
