import type { RequestHeader } from '@enginehouse/contracts';
import { newHeader, type Logger } from '@enginehouse/service-kit';
import { sourceOfEntry } from '../domain/entry-id.js';
import { followSource, type OfferNow } from '../domain/entry.decisions.js';
import type { AfterSync, Snapshots } from '../ports.js';
import type { EntryCommands } from './entry-commands.js';
import type { EntryDirectory } from './entry-directory.js';

/** Tells of what a sync means for the entries that are enabled. */
export class FollowSources implements AfterSync {
  constructor(
    private readonly directory: EntryDirectory,
    private readonly commands: EntryCommands,
    private readonly snapshots: Snapshots,
    private readonly logger: Logger,
  ) {}

  async synced(source: string, snapshot: string, header: RequestHeader): Promise<void> {
    const enabled = this.directory.enabled().filter(({ id }) => sourceOfEntry(id) === source);
    if (enabled.length === 0) return;
    const offered = new Map(
      (await this.snapshots.entries(snapshot)).map(({ name, contentHash }) => [name.toLowerCase(), contentHash]),
    );
    for (const { id, state, backend } of enabled) {
      const contentHash = offered.get(backend.name.toLowerCase());
      const isNews = contentHash === undefined ? !state.withdrawn : isUntold(contentHash, state, backend);
      if (isNews) await this.tell(id, await this.offer(snapshot, backend.name), header);
    }
  }

  private async offer(snapshot: string, name: string): Promise<OfferNow> {
    const entry = await this.snapshots.entry(snapshot, name);
    return entry && { contentHash: entry.contentHash, definition: entry.definition };
  }

  private async tell(id: string, offer: OfferNow, { correlationId }: RequestHeader): Promise<void> {
    const header = newHeader('service:marketplace', { correlationId });
    const told = await this.commands.run({ name: id, decide: (state) => followSource(state, offer) }, header);
    if (!told.ok) this.logger.warn({ entry: id, problem: told.error }, 'what a sync means for an entry was not told');
  }
}

const isUntold = (
  contentHash: string,
  { withdrawn, offered }: { readonly withdrawn: boolean; readonly offered: readonly string[] },
  { provenance }: { readonly provenance: { readonly contentHash: string } },
): boolean => withdrawn || (contentHash !== provenance.contentHash && !offered.includes(contentHash));
