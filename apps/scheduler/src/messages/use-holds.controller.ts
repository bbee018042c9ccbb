import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { scheduling } from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import { UseHoldCommands } from '../use-cases/use-hold-commands.js';
import type { Input } from './input.js';

/** What the catalog asks for before and after it removes something. */
@Controller()
export class UseHoldsController {
  constructor(private readonly holds: UseHoldCommands) {}

  @Handles(scheduling.holdUse)
  holdUse(@Payload() input: Input<'holdUse'>, @Ctx() context: BusContext) {
    return this.holds.hold(input, context.header);
  }

  @Handles(scheduling.releaseUse)
  releaseUse(@Payload() input: Input<'releaseUse'>, @Ctx() context: BusContext) {
    return this.holds.release(input, context.header);
  }
}
