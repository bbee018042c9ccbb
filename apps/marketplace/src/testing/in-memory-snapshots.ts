import { cardOf, type EntryCard } from '../domain/entry-card.js';
import type { KnownEntry, NewSnapshot, Snapshots, StagedEntry } from '../ports.js';

interface Kept extends NewSnapshot {
  readonly entries: Map<string, StagedEntry>;
}

/** Snapshots that live as long as the process. */
export class InMemorySnapshots implements Snapshots {
  private readonly kept = new Map<string, Kept>();

  begin(snapshot: NewSnapshot): Promise<void> {
    if (!this.kept.has(snapshot.id)) this.kept.set(snapshot.id, { ...snapshot, entries: new Map() });
    return Promise.resolve();
  }

  find(snapshot: string) {
    const kept = this.kept.get(snapshot);
    if (!kept) return Promise.resolve(null);
    const { entries, ...rest } = kept;
    return Promise.resolve({ ...rest, entries: entries.size });
  }

  stage(snapshot: string, entries: readonly StagedEntry[]): Promise<void> {
    const kept = this.kept.get(snapshot);
    if (!kept) return Promise.reject(new Error(`snapshot ${snapshot} was not begun`));
    for (const entry of entries) kept.entries.set(entry.name.toLowerCase(), entry);
    return Promise.resolve();
  }

  takeOver(from: string, to: string, entries: readonly Pick<StagedEntry, 'name' | 'file' | 'kept'>[]): Promise<void> {
    const there = this.kept.get(from)?.entries;
    const taken = entries.flatMap(({ name, file, kept }) => {
      const entry = there?.get(name.toLowerCase());
      return entry ? [{ ...entry, file, kept }] : [];
    });
    return this.stage(to, taken);
  }

  entries(snapshot: string): Promise<readonly KnownEntry[]> {
    const entries = this.all(snapshot);
    return Promise.resolve(
      entries.map(({ name, contentHash, warnings, file, kept }) => ({ name, contentHash, warnings, file, kept })),
    );
  }

  entry(snapshot: string, name: string) {
    const found = this.kept.get(snapshot)?.entries.get(name.toLowerCase());
    if (!found) return Promise.resolve(null);
    const { warnings: _, file: __, ...entry } = found;
    return Promise.resolve(entry);
  }

  cards(snapshot: string): Promise<readonly EntryCard[]> {
    return Promise.resolve(this.all(snapshot).map(cardOf));
  }

  discard(snapshot: string): Promise<void> {
    this.kept.delete(snapshot);
    return Promise.resolve();
  }

  trim(source: string, keep: readonly string[], basedBefore: number): Promise<void> {
    for (const each of this.kept.values()) {
      if (each.source === source && each.basedOn < basedBefore && !keep.includes(each.id)) this.kept.delete(each.id);
    }
    return Promise.resolve();
  }

  sources(): Promise<readonly string[]> {
    return Promise.resolve([...new Set([...this.kept.values()].map(({ source }) => source))]);
  }

  private all(snapshot: string): readonly StagedEntry[] {
    const entries = [...(this.kept.get(snapshot)?.entries.values() ?? [])];
    return entries.toSorted((one, other) => one.name.toLowerCase().localeCompare(other.name.toLowerCase()));
  }
}
