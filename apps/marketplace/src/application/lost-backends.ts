import { newHeader, type Logger } from '@enginehouse/service-kit';
import { recordLoss } from '../domain/entry.decisions.js';
import type { Catalog } from '../ports.js';
import type { EntryChanges } from './entry-changes.js';
import type { EntryCommands } from './entry-commands.js';
import type { EntryDirectory, KnownEntry } from './entry-directory.js';

/** Notices that a backend was deleted in the catalog itself: its entry is not enabled any more. */
export class LostBackends {
  constructor(
    private readonly directory: EntryDirectory,
    private readonly commands: EntryCommands,
    private readonly changes: EntryChanges,
    private readonly catalog: Catalog,
    private readonly logger: Logger,
  ) {}

  async look(): Promise<void> {
    // Taken first: what is enabled while the names are read is in none of the two.
    const enabled = this.directory.enabled();
    if (enabled.length === 0) return;
    const names = await this.catalog.names(newHeader('service:marketplace'));
    if (!names.ok) return;
    for (const entry of enabled) {
      const there = names.value.get(entry.backend.name.toLowerCase());
      if (there?.source !== 'community') await this.changes.exclusively(entry.id, () => this.record(entry));
    }
  }

  /** Asks the catalog once more, and writes down that the backend is gone, with what it was. */
  async record({ id, backend }: Pick<KnownEntry, 'id' | 'backend'>): Promise<void> {
    const reason = `the backend ${backend.name} was deleted in the catalog`;
    const header = newHeader('service:marketplace', { reason });
    const view = await this.catalog.get(backend.name, header);
    const isGone = view.ok ? view.value.source !== 'community' : view.error.code === 'backend-not-found';
    if (!isGone) return;
    const before = await this.catalog.lastBefore(backend.name, backend.catalogRevision, header);
    // What shows backends as they are may know less than its history.
    if (before.ok && before.value === null) return;
    const yours = before.ok && before.value ? before.value : backend.upstream;
    await this.commands.run({ name: id, decide: (state) => recordLoss(state, backend, yours) }, header);
    this.logger.info({ entry: id }, 'an entry is not enabled any more: its backend was deleted in the catalog');
  }
}
