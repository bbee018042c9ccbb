import { Injectable } from '@nestjs/common';
import { err, type marketplace, type RequestHeader } from '@enginehouse/contracts';
import type { z } from 'zod';
import { SourceCommands } from '../../application/source-commands.js';
import { SyncRequests } from '../../application/sync-requests.js';

type Input = z.output<typeof marketplace.syncSource.input>;

/** Asks for a sync now; also of a source that is paused. */
@Injectable()
export class SyncSourceHandler {
  constructor(
    private readonly commands: SourceCommands,
    private readonly syncs: SyncRequests,
  ) {}

  async execute({ name, acceptEmpty }: Input, header: RequestHeader) {
    const source = await this.commands.state(name);
    if (source.status !== 'live') return err(this.commands.notFound(name));
    return this.syncs.ask(name, 'manual', header, acceptEmpty);
  }
}
