import { newHeader, uuidv7 } from '@enginehouse/service-kit';
import { BackendFactsReader } from '../application/backend-facts.js';
import { EntryMerges } from '../application/entry-merges.js';
import { EntryFinder } from '../application/found-entry.js';
import { OfferedCards } from '../application/offered-cards.js';
import { UpdatableEntries } from '../application/updatable-entries.js';
import type { OfferingSource, OfferingSources, RemovedSource, SnapshotEntry, Snapshots } from '../ports.js';
import { EntryIconQuery } from '../queries/entry-icon/entry-icon.query.js';
import { GetEntryQuery } from '../queries/get-entry/get-entry.query.js';
import { ListEntriesQuery } from '../queries/list-entries/list-entries.query.js';
import { InMemoryCatalog } from './in-memory-catalog.js';
import { InMemoryEntries } from './in-memory-entries.js';
import { InMemorySnapshots } from './in-memory-snapshots.js';

/** The sources that a test names. */
class InMemorySources implements OfferingSources {
  private readonly sources = new Map<string, OfferingSource>();

  private readonly gone = new Map<string, RemovedSource>();

  put(source: OfferingSource): void {
    this.sources.set(source.name, source);
  }

  remove(source: string, removed: RemovedSource): void {
    this.sources.delete(source);
    this.gone.set(source, removed);
  }

  list(): readonly OfferingSource[] {
    return [...this.sources.values()];
  }

  get(source: string): OfferingSource | undefined {
    return this.sources.get(source);
  }

  removed(source: string): RemovedSource | undefined {
    return this.gone.get(source);
  }
}

type MaybeKept = Omit<SnapshotEntry, 'kept'> & Partial<Pick<SnapshotEntry, 'kept'>>;
type Filter = Partial<Parameters<ListEntriesQuery['execute']>[0]>;

const when = '2026-11-20T00:00:00.000Z';

/** Browsing of sources, entries and a catalog that a test makes. */
export function browsing(snapshots: Snapshots = new InMemorySnapshots()) {
  const [sources, entries, catalog] = [new InMemorySources(), new InMemoryEntries(), new InMemoryCatalog()];
  const facts = new BackendFactsReader(entries, catalog, catalog.usage);
  const finder = new EntryFinder(sources, snapshots);
  const merges = new EntryMerges(catalog.usage, () => new Date(when));
  const updatable = new UpdatableEntries(finder, merges, catalog);
  const lists = new ListEntriesQuery(new OfferedCards(sources, snapshots), facts, updatable, sources);
  const markdown = { render: (text: string) => `<p>${text}</p>` };
  const views = new GetEntryQuery(finder, facts, updatable, catalog, sources, entries, markdown);
  const icons = new EntryIconQuery(finder, entries);
  const header = newHeader('user:ada');
  return {
    catalog,
    entries,
    sources,
    /** Lets a source offer these, and nothing else, from now on. */
    async offer(source: string, offered: readonly MaybeKept[]): Promise<void> {
      const id = uuidv7();
      await snapshots.begin({ id, source, basedOn: 1, reader: 'test' });
      await snapshots.stage(
        id,
        offered.map((entry) => ({ kept: null, ...entry, warnings: [], file: null })),
      );
      const address = `https://${source}.example/`;
      const snapshot = { id, digest: 'sha256:now', address, upstreamRef: '"etag"', signedBy: null, syncedAt: when };
      sources.put({ name: source, address, strict: false, keys: [], policy: { mode: 'notify' }, snapshot });
    },
    list: (filter: Filter = {}) => lists.execute({ limit: 50, ...filter }, header),
    get: (source: string, name: string, checkImages = false) => views.execute({ source, name, checkImages }, header),
    icon: (source: string, name: string) => icons.execute({ source, name }),
  };
}
