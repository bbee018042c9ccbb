import { Controller, Inject } from '@nestjs/common';
import { err, ok, scheduling } from '@enginehouse/contracts';
import { FailedAttempts } from '../access/failed-attempts.js';
import { JOIN_TOKEN_STORE, type JoinTokenStore } from '../access/join-token-store.js';
import { tooManyAttempts } from '../http/authentication.js';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';
import { workerRoutes as routes } from '@enginehouse/contracts/http';
import { AdmitWorker } from '../workers/admit-worker.js';
import { JoinWorker } from '../workers/join-worker.js';

/** Workers: the hosts that run containers. */
@Controller()
export class WorkersController {
  constructor(
    @Inject(Services) private readonly services: Services,
    @Inject(JoinWorker) private readonly joinWorker: JoinWorker,
    @Inject(AdmitWorker) private readonly admitWorker: AdmitWorker,
    @Inject(JOIN_TOKEN_STORE) private readonly identities: JoinTokenStore,
    @Inject(FailedAttempts) private readonly failed: FailedAttempts,
  ) {}

  @Serves(routes.list)
  async list(call: Call<typeof routes.list>): Promise<Answer> {
    return replyWith(await this.services.ask(scheduling.listWorkers, {}, call), asJson);
  }

  @Serves(routes.join)
  async join(call: Call<typeof routes.join>): Promise<Answer> {
    const joined = await this.joinWorker.join(call.body);
    if (joined.ok) await this.admitWorker.admit(joined.value.worker);
    const refused = !joined.ok && joined.error.code === 'join-token-invalid';
    const wait = refused ? this.failed.fail(call.remoteAddress) : undefined;
    return wait === undefined ? replyWith(joined, asJson) : err(tooManyAttempts(wait));
  }

  @Serves(routes.get)
  async get(call: Call<typeof routes.get>): Promise<Answer> {
    return replyWith(await this.services.ask(scheduling.getWorker, call.params, call), asJson);
  }

  @Serves(routes.cordon)
  async cordon(call: Call<typeof routes.cordon>): Promise<Answer> {
    const input = { ...call.params, cordoned: true };
    return replyWith(await this.services.ask(scheduling.cordonWorker, input, call), asJson);
  }

  @Serves(routes.uncordon)
  async uncordon(call: Call<typeof routes.uncordon>): Promise<Answer> {
    const input = { ...call.params, cordoned: false };
    return replyWith(await this.services.ask(scheduling.cordonWorker, input, call), asJson);
  }

  @Serves(routes.planDrain)
  async planDrain(call: Call<typeof routes.planDrain>): Promise<Answer> {
    return replyWith(await this.services.ask(scheduling.planDrain, { ...call.params, wish: call.body }, call), asJson);
  }

  @Serves(routes.drain)
  async drain(call: Call<typeof routes.drain>): Promise<Answer> {
    const input = { ...call.params, wish: call.body, expectedRevision: call.expectedRevision };
    return replyWith(await this.services.ask(scheduling.drainWorker, input, call), asJson);
  }

  /** A worker that joined and never reported is known here and not to the scheduler; its name is freed all the same. */
  @Serves(routes.remove)
  async remove(call: Call<typeof routes.remove>): Promise<Answer> {
    const { name } = call.params;
    const removed = await this.services.ask(scheduling.removeWorker, { name, ...call.query }, call);
    if (!removed.ok && removed.error.code !== 'worker-not-found') {
      return removed;
    }
    const released = await this.identities.release(name);
    if (!released.ok) {
      return released;
    }
    return !removed.ok && released.value ? ok(asJson({ revision: 0, changed: true })) : replyWith(removed, asJson);
  }
}
