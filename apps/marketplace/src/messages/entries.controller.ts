import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { marketplace } from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import type { z } from 'zod';
import { EntryUpdateQuery } from '../queries/entry-update/entry-update.query.js';
import { DisableEntryHandler } from '../use-cases/disable-entry/disable-entry.handler.js';
import { EnableEntryHandler } from '../use-cases/enable-entry/enable-entry.handler.js';
import { SetEntryPolicyHandler } from '../use-cases/set-entry-policy/set-entry-policy.handler.js';
import { UpdateEntryHandler } from '../use-cases/update-entry/update-entry.handler.js';

type Input<C extends keyof typeof marketplace> = z.output<(typeof marketplace)[C]['input']>;

/** What can be done with entries. */
@Controller()
export class EntriesController {
  constructor(
    private readonly enableHandler: EnableEntryHandler,
    private readonly disableHandler: DisableEntryHandler,
    private readonly updateHandler: UpdateEntryHandler,
    private readonly policyHandler: SetEntryPolicyHandler,
    private readonly updateQuery: EntryUpdateQuery,
  ) {}

  @Handles(marketplace.enableEntry)
  enable(@Payload() input: Input<'enableEntry'>, @Ctx() context: BusContext) {
    return this.enableHandler.execute(input, context.header);
  }

  @Handles(marketplace.disableEntry)
  disable(@Payload() input: Input<'disableEntry'>, @Ctx() context: BusContext) {
    return this.disableHandler.execute(input, context.header);
  }

  @Handles(marketplace.updateEntry)
  update(@Payload() input: Input<'updateEntry'>, @Ctx() context: BusContext) {
    return this.updateHandler.execute(input, context.header);
  }

  @Handles(marketplace.setEntryPolicy)
  setPolicy(@Payload() input: Input<'setEntryPolicy'>, @Ctx() context: BusContext) {
    return this.policyHandler.execute(input, context.header);
  }

  @Handles(marketplace.entryUpdate)
  showUpdate(@Payload() input: Input<'entryUpdate'>, @Ctx() context: BusContext) {
    return this.updateQuery.execute(input, context.header);
  }
}
