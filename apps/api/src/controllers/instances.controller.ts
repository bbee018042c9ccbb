import { Controller, Inject } from '@nestjs/common';
import { scheduling } from '@enginehouse/contracts';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';
import { InstanceLogs } from '../logs/instance-logs.js';
import { asLines, asText } from '../logs/log-formats.js';
import { instanceRoutes as routes } from '@enginehouse/contracts/http';

const usualTail = 200;
const ndjson = 'application/x-ndjson';

/** Instances: the replicas of deployments. */
@Controller()
export class InstancesController {
  constructor(
    @Inject(Services) private readonly services: Services,
    @Inject(InstanceLogs) private readonly instanceLogs: InstanceLogs,
  ) {}

  @Serves(routes.list)
  async list(call: Call<typeof routes.list>): Promise<Answer> {
    return replyWith(await this.services.ask(scheduling.listInstances, call.query, call), asJson);
  }

  @Serves(routes.get)
  async get(call: Call<typeof routes.get>): Promise<Answer> {
    return replyWith(await this.services.ask(scheduling.getInstance, call.params, call), asJson);
  }

  @Serves(routes.remove)
  async remove(call: Call<typeof routes.remove>): Promise<Answer> {
    return replyWith(await this.services.ask(scheduling.deleteInstance, call.params, call), asJson);
  }

  @Serves(routes.retry)
  async retry(call: Call<typeof routes.retry>): Promise<Answer> {
    return replyWith(await this.services.ask(scheduling.retryInstance, call.params, call), asJson);
  }

  @Serves(routes.timeline)
  async timeline(call: Call<typeof routes.timeline>): Promise<Answer> {
    return replyWith(await this.services.ask(scheduling.instanceTimeline, call.params, call), asJson);
  }

  @Serves(routes.explain)
  async explain(call: Call<typeof routes.explain>): Promise<Answer> {
    return replyWith(await this.services.ask(scheduling.explainInstance, call.params, call), asJson);
  }

  @Serves(routes.logs)
  async logs(call: Call<typeof routes.logs>): Promise<Answer> {
    const { follow, since, tail = since === undefined ? usualTail : undefined } = call.query;
    const lines = await this.instanceLogs.open({ instance: call.params.id, follow, since, tail }, call);
    const type = call.accepts('text/plain', ndjson);
    return replyWith(lines, (chunks) => ({ stream: type === ndjson ? asLines(chunks) : asText(chunks), type }));
  }
}
