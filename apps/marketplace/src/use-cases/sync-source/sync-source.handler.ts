import { Injectable } from '@nestjs/common';
import { err, type RequestHeader } from '@enginehouse/contracts';
import { SourceCommands } from '../../application/source-commands.js';
import { SyncRequests } from '../../application/sync-requests.js';
import { sourceRefusals } from '../../domain/source-refusals.js';

/** Asks for a sync now; also of a source that is paused. */
@Injectable()
export class SyncSourceHandler {
  constructor(
    private readonly commands: SourceCommands,
    private readonly syncs: SyncRequests,
  ) {}

  async execute(name: string, header: RequestHeader) {
    const source = await this.commands.state(name);
    return source.status === 'live' ? this.syncs.ask(name, 'manual', header) : err(sourceRefusals.notFound(name));
  }
}
