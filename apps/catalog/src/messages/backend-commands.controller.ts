import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { catalog } from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import type { z } from 'zod';
import { RegisterBackendHandler } from '../use-cases/register-backend/register-backend.handler.js';
import { ApplyBackendHandler } from '../use-cases/apply-backend/apply-backend.handler.js';
import { DescribeBackendHandler } from '../use-cases/describe-backend/describe-backend.handler.js';
import { AbandonRemovalHandler } from '../use-cases/abandon-removal/abandon-removal.handler.js';
import { DeleteBackendHandler } from '../use-cases/delete-backend/delete-backend.handler.js';

type Input<C extends keyof typeof catalog> = z.output<(typeof catalog)[C]['input']>;

/** Commands about backends as a whole. */
@Controller()
export class BackendCommandsController {
  constructor(
    private readonly register: RegisterBackendHandler,
    private readonly apply: ApplyBackendHandler,
    private readonly describe: DescribeBackendHandler,
    private readonly remove: DeleteBackendHandler,
    private readonly abandon: AbandonRemovalHandler,
  ) {}

  @Handles(catalog.registerBackend)
  registerBackend(@Payload() input: Input<'registerBackend'>, @Ctx() context: BusContext) {
    return this.register.execute(input, context.header);
  }

  @Handles(catalog.applyBackend)
  applyBackend(@Payload() input: Input<'applyBackend'>, @Ctx() context: BusContext) {
    return this.apply.execute(input, context.header);
  }

  @Handles(catalog.describeBackend)
  describeBackend(@Payload() input: Input<'describeBackend'>, @Ctx() context: BusContext) {
    return this.describe.execute(input, context.header);
  }

  @Handles(catalog.deleteBackend)
  deleteBackend(@Payload() input: Input<'deleteBackend'>, @Ctx() context: BusContext) {
    return this.remove.execute(input, context.header);
  }

  @Handles(catalog.abandonRemoval)
  abandonRemoval(@Payload() input: Input<'abandonRemoval'>, @Ctx() context: BusContext) {
    return this.abandon.execute(input, context.header);
  }
}
