import { Inject, Injectable } from '@nestjs/common';
import type { RequestHeader } from '@enginehouse/contracts';
import { withDeadline } from '@enginehouse/service-kit';
import { hasUpdate } from '../domain/has-update.js';
import { mayHaveLeftovers, type ListedEntry } from '../domain/listed-entry.js';
import { CATALOG, type Catalog } from '../ports.js';
import { atMost } from './at-most.js';
import { EntryMerges } from './entry-merges.js';
import { EntryFinder } from './found-entry.js';

const atOnce = 16;
/** Entries are shown without what takes longer. */
const patienceMs = 2500;

/**
 * Finds the entries of which upstream is what was taken over, and that an update would change all the same: a version
 * that upstream withdrew stayed for a deployment that is gone. Few entries have such a version, so each is merged.
 */
@Injectable()
export class UpdatableEntries {
  constructor(
    private readonly finder: EntryFinder,
    private readonly merges: EntryMerges,
    @Inject(CATALOG) private readonly catalog: Catalog,
  ) {}

  /** The same entries, with the mark of those that an update would change. */
  async marked(entries: readonly ListedEntry[], header: RequestHeader): Promise<readonly ListedEntry[]> {
    const updatable = new Set<ListedEntry>();
    await atMost(atOnce, entries.filter(mayHaveLeftovers), async (entry) => {
      if (await this.isUpdatable(entry, header)) updatable.add(entry);
    });
    return updatable.size === 0
      ? entries
      : entries.map((entry) => (updatable.has(entry) ? { ...entry, updatable: true } : entry));
  }

  private async isUpdatable(entry: ListedEntry, header: RequestHeader): Promise<boolean> {
    try {
      return await withDeadline({ afterMs: patienceMs }, () => this.merged(entry, header));
    } catch {
      return false;
    }
  }

  private async merged({ source, card, enabled }: ListedEntry, header: RequestHeader): Promise<boolean> {
    if (!enabled) return false;
    const [found, view] = await Promise.all([
      this.finder.find(source, card.name, enabled),
      this.catalog.get(enabled.name, header),
    ]);
    if (!found.ok || !view.ok) return false;
    const sides = { enabled, offered: found.value.entry.definition, view: view.value };
    const { fields } = await this.merges.merge(sides, [], header);
    return hasUpdate(false, fields);
  }
}
