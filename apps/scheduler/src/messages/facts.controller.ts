import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { Consumes, DeliveryContext, PermanentError } from '@enginehouse/messaging';
import { LOGGER, type Logger } from '@enginehouse/service-kit';
import { FactIntake } from '../application/fact-intake.js';

const patienceMs = 20_000;
const pauseMs = 500;

/** Takes workers' facts from the stream RUNTIME into the log. */
@Controller()
export class FactsController {
  constructor(
    private readonly intake: FactIntake,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Consumes({ stream: 'RUNTIME', durable: 'scheduler', filter: 'runtime.>' })
  async fact(@Payload() payload: unknown, @Ctx() { delivery }: DeliveryContext): Promise<void> {
    // A fact that is tried again later comes behind its successors; so it is waited with it for a while, in order.
    for (const until = Date.now() + patienceMs; ;) {
      const taken = await this.intake.take(payload, delivery.subject);
      if (taken.ok) {
        return this.note(taken.value, delivery.subject);
      }
      if (Date.now() > until) {
        throw new Error(taken.error.detail);
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  private note(taken: Extract<Awaited<ReturnType<FactIntake['take']>>, { ok: true }>['value'], subject: string): void {
    if (taken.kind === 'malformed') {
      throw new PermanentError(taken.detail);
    }
    if (taken.kind === 'dropped') {
      this.logger.info({ subject, why: taken.why }, 'a fact was dropped');
    }
  }
}
