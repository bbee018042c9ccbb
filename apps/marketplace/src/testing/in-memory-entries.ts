import { entryIdOf } from '../domain/entry-id.js';
import type { EnabledEntries, EnabledEntry, EntrySettings } from '../ports.js';

/** The enabled entries that a test names. */
export class InMemoryEntries implements EnabledEntries {
  private readonly enabled = new Map<string, EnabledEntry>();
  private readonly told = new Map<string, EntrySettings>();

  enable(entry: EnabledEntry): void {
    this.enabled.set(entryIdOf(entry.source, entry.name), entry);
  }

  set(source: string, name: string, settings: Omit<EntrySettings, 'withdrawnAt'>): void {
    this.told.set(entryIdOf(source, name), { withdrawnAt: null, ...settings });
  }

  list(): readonly EnabledEntry[] {
    return [...this.enabled.values()];
  }

  get(source: string, name: string): EnabledEntry | undefined {
    return this.enabled.get(entryIdOf(source, name));
  }

  settings(source: string, name: string): EntrySettings {
    return this.told.get(entryIdOf(source, name)) ?? { revision: 0, policy: null, withdrawnAt: null };
  }
}
