import type { EntrySummary } from '@enginehouse/contracts';
import type { CatalogName, EnabledEntry } from '../ports.js';
import { cardOf, type EntryCard } from './entry-card.js';
import { entryRefusals } from './entry-refusals.js';

/** What an enabled entry looks like whose source does not offer it any more: of its description, only the definition is left. */
export const bareAbout = { links: [], changelog: [], minimum_versions: {} };

/** The backends of the catalog by lower-case name; undefined where the catalog does not answer. */
export type CatalogNames = ReadonlyMap<string, CatalogName> | undefined;

/** An entry as lists find it. */
export interface ListedEntry {
  readonly source: string;
  readonly card: EntryCard;
  /** What it is enabled as; undefined where it is not. */
  readonly enabled: EnabledEntry | undefined;
  readonly withdrawn: boolean;
  /** An update would change something. */
  readonly updatable: boolean;
}

/** What the marketplace knows of the backends that were made from entries. */
export class EnabledBackends {
  private readonly byName = new Map<string, EnabledEntry>();

  constructor(
    entries: readonly EnabledEntry[],
    readonly names: CatalogNames,
  ) {
    for (const entry of entries) this.take(entry);
  }

  /** A backend that somebody deleted in the catalog is not enabled any more, whatever the log of the marketplace says. */
  private take(entry: EnabledEntry): void {
    const key = entry.name.toLowerCase();
    if (this.names && this.names.get(key)?.source !== 'community') return;
    const other = this.byName.get(key);
    // The name can only have been free for the later one if the earlier one's backend was deleted in the catalog.
    if (!other || other.enabledAt < entry.enabledAt) this.byName.set(key, entry);
  }

  list(): readonly EnabledEntry[] {
    return [...this.byName.values()];
  }

  get(source: string, name: string): EnabledEntry | undefined {
    const holder = this.byName.get(name.toLowerCase());
    return holder?.source === source ? holder : undefined;
  }

  /** Who has the name of an entry that is not enabled, in words, with the way out. */
  clashOf({ source, card: { name }, enabled, withdrawn }: ListedEntry): string | null {
    if (enabled || withdrawn) return null;
    const key = name.toLowerCase();
    const entry = this.byName.get(key);
    const backend = this.names?.get(key) ?? (entry && { name: entry.name, source: 'community' as const });
    if (!backend || entry?.source === source) return null;
    const { detail, hint } = entryRefusals.nameTaken(name, { ...backend, entry });
    return `${detail} ${hint ?? ''}`.trimEnd();
  }
}

/** Everything that can be listed: what the sources offer now, and what is enabled although no source offers it any more. */
export function listedEntries(
  offered: readonly { readonly source: string; readonly cards: readonly EntryCard[] }[],
  backends: EnabledBackends,
): readonly ListedEntry[] {
  const withdrawn = new Set(backends.list());
  const listed = offered.flatMap(({ source, cards }) =>
    cards.map((card): ListedEntry => {
      const enabled = backends.get(source, card.name);
      if (enabled) withdrawn.delete(enabled);
      return offeredEntry(source, card, enabled);
    }),
  );
  return [...listed, ...[...withdrawn].map(withdrawnEntry)];
}

/** An entry as its source offers it now. Where upstream is not what was taken over any more, there is an update. */
export const offeredEntry = (source: string, card: EntryCard, enabled: EnabledEntry | undefined): ListedEntry => ({
  source,
  card,
  enabled,
  withdrawn: false,
  updatable: enabled !== undefined && enabled.provenance.contentHash !== card.contentHash,
});

/** An enabled entry that its source does not offer any more. */
export function withdrawnEntry(enabled: EnabledEntry): ListedEntry {
  const { source, name, upstream: definition, provenance } = enabled;
  const card = cardOf({ name, definition, about: bareAbout, contentHash: provenance.contentHash });
  return { source, card, enabled, withdrawn: true, updatable: false };
}

/** Whether a version that upstream withdrew may have stayed, so that there may be an update although upstream is the same. */
export function mayHaveLeftovers({ card, enabled, withdrawn, updatable }: ListedEntry): boolean {
  if (!enabled || withdrawn || updatable) return false;
  const offered = new Set(card.versions);
  return enabled.upstream.versions.some(({ name }) => !offered.has(name));
}

/** The card of an entry as it is shown. `counts`: deployments by lower-case name of the backend, where they are known. */
export function summaryOf(
  entry: ListedEntry,
  backends: EnabledBackends,
  counts: ReadonlyMap<string, number> | undefined,
): EntrySummary {
  const { source, card, enabled, withdrawn, updatable } = entry;
  return {
    ...card,
    frameworks: [...card.frameworks],
    versions: [...card.versions],
    source,
    enabled: enabled !== undefined,
    updatable,
    withdrawn,
    clash: backends.clashOf(entry),
    deployments: enabled && counts ? (counts.get(card.name.toLowerCase()) ?? 0) : null,
  };
}
