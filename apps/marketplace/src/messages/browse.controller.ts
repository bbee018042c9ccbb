import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { marketplace } from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import type { z } from 'zod';
import { EntryIconQuery } from '../queries/entry-icon/entry-icon.query.js';
import { GetEntryQuery } from '../queries/get-entry/get-entry.query.js';
import { ListEntriesQuery } from '../queries/list-entries/list-entries.query.js';

type Input<C extends keyof typeof marketplace> = z.output<(typeof marketplace)[C]['input']>;

/** What can be asked of what the sources offer. */
@Controller()
export class BrowseController {
  constructor(
    private readonly listQuery: ListEntriesQuery,
    private readonly getQuery: GetEntryQuery,
    private readonly iconQuery: EntryIconQuery,
  ) {}

  @Handles(marketplace.listEntries)
  list(@Payload() input: Input<'listEntries'>, @Ctx() context: BusContext) {
    return this.listQuery.execute(input, context.header);
  }

  @Handles(marketplace.getEntry)
  get(@Payload() input: Input<'getEntry'>, @Ctx() context: BusContext) {
    return this.getQuery.execute(input, context.header);
  }

  @Handles(marketplace.entryIcon)
  icon(@Payload() input: Input<'entryIcon'>) {
    return this.iconQuery.execute(input);
  }
}
