import { Injectable } from '@nestjs/common';
import { err, type marketplace, type RequestHeader } from '@enginehouse/contracts';
import type { z } from 'zod';
import { atRevision, SourceCommands } from '../../application/source-commands.js';
import { SyncRequests } from '../../application/sync-requests.js';
import { distrustKey, trustKey } from '../../domain/source.decisions.js';
import { sourceRefusals } from '../../domain/source-refusals.js';
import { trustedKeyOf } from '../../domain/trusted-key.js';

type Input = z.output<typeof marketplace.trustKey.input>;

/** Trusts a key, and syncs the source with it at once; or takes the trust back. */
@Injectable()
export class TrustKeyHandler {
  constructor(
    private readonly commands: SourceCommands,
    private readonly syncs: SyncRequests,
  ) {}

  execute(input: Input, header: RequestHeader) {
    const { key, distrust } = input;
    if (key !== undefined && distrust === undefined) return this.trust(input, key, header);
    if (distrust !== undefined && key === undefined) return this.distrust(input, distrust, header);
    return Promise.resolve(err(sourceRefusals.keyOrDistrust()));
  }

  private async trust({ name, expectedRevision }: Input, text: string, header: RequestHeader) {
    const [before] = await this.commands.written(name, header);
    // A repeated command trusts the key since the first time.
    const since = before?.type === 'SourceKeyTrusted' ? before.data.key.since : new Date().toISOString();
    const key = trustedKeyOf(text, { by: header.actor, since });
    if (!key.ok) return key;
    const admit = atRevision(name, expectedRevision);
    const decide = (state: Parameters<typeof trustKey>[0]) => trustKey(state, name, key.value);
    const done = await this.commands.run({ name, admit, decide }, header);
    if (done.ok && done.value.changed && !before) {
      const asked = await this.syncs.ask(name, 'manual', header);
      if (!asked.ok) return asked;
    }
    return done;
  }

  private distrust({ name, expectedRevision }: Input, id: string, header: RequestHeader) {
    const admit = atRevision(name, expectedRevision);
    return this.commands.run({ name, admit, decide: (state) => distrustKey(state, name, id) }, header);
  }
}
