import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { scheduling } from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import { CreateDeploymentHandler } from '../use-cases/create-deployment.handler.js';
import { DeploymentCommands } from '../use-cases/deployment-commands.js';
import type { Input } from './input.js';

/** Commands about deployments and their instances. */
@Controller()
export class DeploymentCommandsController {
  constructor(
    private readonly create: CreateDeploymentHandler,
    private readonly commands: DeploymentCommands,
  ) {}

  @Handles(scheduling.createDeployment)
  createDeployment(@Payload() input: Input<'createDeployment'>, @Ctx() context: BusContext) {
    return this.create.execute(input, context.header);
  }

  @Handles(scheduling.scaleDeployment)
  scaleDeployment(@Payload() input: Input<'scaleDeployment'>, @Ctx() context: BusContext) {
    return this.commands.scale(input, context.header);
  }

  @Handles(scheduling.stopDeployment)
  stopDeployment(@Payload() input: Input<'stopDeployment'>, @Ctx() context: BusContext) {
    return this.commands.stop(input, context.header);
  }

  @Handles(scheduling.startDeployment)
  startDeployment(@Payload() input: Input<'startDeployment'>, @Ctx() context: BusContext) {
    return this.commands.start(input, context.header);
  }

  @Handles(scheduling.deleteDeployment)
  deleteDeployment(@Payload() input: Input<'deleteDeployment'>, @Ctx() context: BusContext) {
    return this.commands.delete(input, context.header);
  }

  @Handles(scheduling.deleteInstance)
  deleteInstance(@Payload() input: Input<'deleteInstance'>, @Ctx() context: BusContext) {
    return this.commands.deleteInstance(input, context.header);
  }

  @Handles(scheduling.retryInstance)
  retryInstance(@Payload() input: Input<'retryInstance'>, @Ctx() context: BusContext) {
    return this.commands.retryInstance(input, context.header);
  }
}
