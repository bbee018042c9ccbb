import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { scheduling } from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import { DrainPlanQuery } from '../queries/drain-plan/drain-plan.query.js';
import { DrainWorkerHandler } from '../use-cases/drain-worker/drain-worker.handler.js';
import type { Input } from './input.js';

/** Emptying workers. */
@Controller()
export class DrainsController {
  constructor(
    private readonly plans: DrainPlanQuery,
    private readonly drains: DrainWorkerHandler,
  ) {}

  @Handles(scheduling.planDrain)
  async planDrain(@Payload() input: Input<'planDrain'>) {
    return this.plans.plan(input);
  }

  @Handles(scheduling.drainWorker)
  drainWorker(@Payload() input: Input<'drainWorker'>, @Ctx() context: BusContext) {
    return this.drains.drain(input, context.header);
  }
}
