import { Injectable } from '@nestjs/common';
import type { marketplace, RequestHeader } from '@enginehouse/contracts';
import type { z } from 'zod';
import { EntryCommands } from '../../application/entry-commands.js';
import { Offers } from '../../application/offers.js';
import { entryIdOf } from '../../domain/entry-id.js';
import { setPolicy } from '../../domain/entry.decisions.js';

type Input = z.output<typeof marketplace.setEntryPolicy.input>;

/** Sets what happens by itself when upstream changes an entry. */
@Injectable()
export class SetEntryPolicyHandler {
  constructor(
    private readonly commands: EntryCommands,
    private readonly offers: Offers,
  ) {}

  async execute(input: Input, header: RequestHeader) {
    const id = entryIdOf(input.source, input.name);
    const done = await this.commands.run({ name: id, decide: (state) => setPolicy(state, input) }, header);
    if (done.ok || done.error.code !== 'entry-not-enabled') return done;
    const offer = await this.offers.find(input.source, input.name);
    return offer.ok ? done : offer;
  }
}
