import { Inject, Injectable } from '@nestjs/common';
import type { marketplace, RequestHeader } from '@enginehouse/contracts';
import type { z } from 'zod';
import { atRevision, SourceCommands } from '../../application/source-commands.js';
import { removeSource } from '../../domain/source.decisions.js';
import { ENABLED_ENTRIES, type EnabledEntries } from '../../ports.js';

type Input = z.output<typeof marketplace.removeSource.input>;

/** Removes a source; its schedule, snapshots and runs follow. */
@Injectable()
export class RemoveSourceHandler {
  constructor(
    private readonly commands: SourceCommands,
    @Inject(ENABLED_ENTRIES) private readonly entries: EnabledEntries,
  ) {}

  execute({ name, keepEnabled, expectedRevision }: Input, header: RequestHeader) {
    const enabled = this.entries.list().filter(({ source }) => source === name);
    const wish = { name, keepEnabled, enabled: enabled.map((entry) => entry.name) };
    const admit = atRevision(name, expectedRevision);
    return this.commands.run({ name, admit, decide: (state) => removeSource(state, wish) }, header);
  }
}
