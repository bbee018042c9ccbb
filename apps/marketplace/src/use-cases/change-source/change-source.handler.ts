import { Inject, Injectable } from '@nestjs/common';
import { ok, type marketplace, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { atRevision, SourceCommands } from '../../application/source-commands.js';
import { SyncRequests } from '../../application/sync-requests.js';
import { changeSource } from '../../domain/source.decisions.js';
import { SOURCE_FETCHER, type SourceFetcher } from '../../ports.js';

type Input = z.output<typeof marketplace.changeSource.input>;

/** Changes settings of a source. One that has moved is synced at once. */
@Injectable()
export class ChangeSourceHandler {
  constructor(
    private readonly commands: SourceCommands,
    private readonly syncs: SyncRequests,
    @Inject(SOURCE_FETCHER) private readonly fetcher: SourceFetcher,
  ) {}

  async execute({ name, changes, expectedRevision }: Input, header: RequestHeader) {
    const admitted = await this.admit({ name, changes }, header);
    if (!admitted.ok) return admitted;
    const admit = atRevision(name, expectedRevision);
    const done = await this.commands.run(
      { name, admit, decide: (state) => changeSource(state, name, changes) },
      header,
    );
    if (done.ok && done.value.changed && changes.location !== undefined) {
      const asked = await this.syncs.ask(name, 'manual', header);
      if (!asked.ok) return asked;
    }
    return done;
  }

  /** Whether the source may be where it will be; a repeated command was let in before. */
  private async admit(
    { name, changes }: Pick<Input, 'name' | 'changes'>,
    header: RequestHeader,
  ): Promise<Result<void, Problem>> {
    if (changes.location === undefined && changes.internal === undefined) return ok(undefined);
    if ((await this.commands.written(name, header)).length > 0) return ok(undefined);
    const state = await this.commands.state(name);
    // The command itself says that there is none.
    if (state.status !== 'live') return ok(undefined);
    const decided = changeSource(state, name, changes);
    if (!decided.ok) return decided;
    const [changed] = decided.value;
    if (changed?.type !== 'SourceChanged') return ok(undefined);
    const { location, internal } = { ...state, ...changed.data.changes };
    return this.fetcher.check(location, internal);
  }
}
