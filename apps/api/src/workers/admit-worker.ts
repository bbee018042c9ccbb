import { Inject, Injectable } from '@nestjs/common';
import { scheduling } from '@enginehouse/contracts';
import { LOGGER, newHeader, type Logger } from '@enginehouse/service-kit';
import { Services } from '../http/services.js';

const retryMs = 2000;
const attempts = 150;

/**
 * Tells the scheduler that a worker has joined with a token: one that was removed is let in by nothing else. Joining does
 * not wait for it, since a new worker needs no admission and the scheduler may be on its way up.
 */
@Injectable()
export class AdmitWorker {
  constructor(
    @Inject(Services) private readonly services: Services,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async admit(name: string, left = attempts): Promise<void> {
    const header = newHeader('service:api');
    const answer = await this.services.ask(scheduling.admitWorker, { name }, { header });
    if (answer.ok) {
      return;
    }
    if (left === 0) {
      this.logger.error({ worker: name, problem: answer.error.detail }, 'the scheduler was not told of a join');
      return;
    }
    setTimeout(() => void this.admit(name, left - 1), retryMs).unref();
  }
}
