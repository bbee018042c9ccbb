import { Inject, Injectable } from '@nestjs/common';
import {
  err,
  ok,
  type marketplace,
  type Problem,
  type RequestHeader,
  type Result,
  type TrustedKey,
} from '@enginehouse/contracts';
import type { z } from 'zod';
import { SourceCommands } from '../../application/source-commands.js';
import { SyncRequests } from '../../application/sync-requests.js';
import { addSource, type AddSource } from '../../domain/source.decisions.js';
import type { RecordedSourceEvent } from '../../domain/source.js';
import { trustedKeyOf } from '../../domain/trusted-key.js';
import { SOURCE_FETCHER, type SourceFetcher } from '../../ports.js';

type Input = z.output<typeof marketplace.addSource.input>;

/** Adds a source and asks for its first sync. */
@Injectable()
export class AddSourceHandler {
  constructor(
    private readonly commands: SourceCommands,
    private readonly syncs: SyncRequests,
    @Inject(SOURCE_FETCHER) private readonly fetcher: SourceFetcher,
  ) {}

  async execute(input: Input, header: RequestHeader) {
    const { name } = input;
    const [before] = await this.commands.written(name, header);
    const wish = wishOf(input, header, before);
    if (!wish.ok) return wish;
    const admitted = before ? ok(undefined) : await this.admit(wish.value);
    if (!admitted.ok) return admitted;
    const done = await this.commands.run({ name, decide: (state) => addSource(state, wish.value) }, header);
    if (!done.ok) return done;
    const run = await this.syncs.first(name, header, before !== undefined);
    return run.ok ? ok({ ...done.value, name, run: run.value }) : run;
  }

  /** What the log says is asked first: the network is slower. */
  private async admit(wish: AddSource): Promise<Result<void, Problem>> {
    const decided = addSource(await this.commands.state(wish.name), wish);
    return decided.ok ? this.fetcher.check(wish.location, wish.internal) : decided;
  }
}

function wishOf(
  { name, location, internal, keys, strict, everySeconds, policy }: Input,
  { actor: by }: RequestHeader,
  before: RecordedSourceEvent | undefined,
): Result<AddSource, Problem> {
  const trusted: TrustedKey[] = [];
  // A repeated command trusts the keys since the first time.
  const since = before?.type === 'SourceAdded' ? before.data.keys[0]?.since : undefined;
  for (const text of keys) {
    const key = trustedKeyOf(text, { by, since: since ?? new Date().toISOString() });
    if (!key.ok) return err(key.error);
    if (!trusted.some(({ id }) => id === key.value.id)) trusted.push(key.value);
  }
  const settings = { location, internal, everySeconds, policy };
  return ok({ name, ...settings, keys: trusted, strict: strict ?? trusted.length > 0 });
}
