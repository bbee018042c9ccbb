import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { scheduling } from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import { RollPlanQuery } from '../queries/roll-plan/roll-plan.query.js';
import { DeploymentCommands } from '../use-cases/deployment-commands.js';
import { RollDeploymentHandler } from '../use-cases/roll-deployment/roll-deployment.handler.js';
import type { Input } from './input.js';

/** Rolling deployments to other definitions. */
@Controller()
export class RollsController {
  constructor(
    private readonly plan: RollPlanQuery,
    private readonly roll: RollDeploymentHandler,
    private readonly commands: DeploymentCommands,
  ) {}

  @Handles(scheduling.planRoll)
  planRoll(@Payload() input: Input<'planRoll'>, @Ctx() context: BusContext) {
    return this.plan.execute(input, context.header);
  }

  @Handles(scheduling.rollDeployment)
  rollDeployment(@Payload() input: Input<'rollDeployment'>, @Ctx() context: BusContext) {
    return this.roll.execute(input, context.header);
  }

  @Handles(scheduling.cancelRoll)
  cancelRoll(@Payload() input: Input<'cancelRoll'>, @Ctx() context: BusContext) {
    return this.commands.cancelRoll(input, context.header);
  }
}
