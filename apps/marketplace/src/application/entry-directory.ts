import type { EventStore } from '@enginehouse/event-store';
import type { Logger } from '@enginehouse/service-kit';
import { entryIdOf, entryStreamPrefix, sourceOfEntry } from '../domain/entry-id.js';
import {
  evolveEntry,
  initialEntry,
  type EnabledBackend,
  type Entry,
  type RecordedEntryEvent,
} from '../domain/entry.js';
import type { EnabledEntries, EnabledEntry, EntrySettings } from '../ports.js';
import { StreamDirectory, type StreamKind } from './stream-directory.js';

/** How entries come from the log. */
export const entryKind: StreamKind<Entry, RecordedEntryEvent> = {
  prefix: entryStreamPrefix,
  initial: initialEntry,
  evolve: evolveEntry,
  revisionOf: ({ revision }) => (revision === 0 ? undefined : revision),
};

/** An entry that is enabled, by its id. */
export interface KnownEntry {
  readonly id: string;
  readonly state: Entry;
  readonly backend: EnabledBackend;
}

/** Every entry that anything was ever done with, kept in memory and up to date. */
export class EntryDirectory extends StreamDirectory<Entry, RecordedEntryEvent> {
  constructor(store: EventStore, logger: Logger) {
    super(store, entryKind, logger);
  }

  enabled(): readonly KnownEntry[] {
    return [...this.all()].flatMap(([id, state]) =>
      state.backend.status === 'enabled' ? [{ id, state, backend: state.backend }] : [],
    );
  }
}

/** The enabled entries as lists and sources need them. */
export class DirectoryEntries implements EnabledEntries {
  constructor(private readonly directory: EntryDirectory) {}

  list(): readonly EnabledEntry[] {
    return this.directory.enabled().map(({ id, backend }) => enabledEntry(id, backend));
  }

  get(source: string, name: string): EnabledEntry | undefined {
    const id = entryIdOf(source, name);
    const { backend } = this.directory.get(id);
    return backend.status === 'enabled' ? enabledEntry(id, backend) : undefined;
  }

  settings(source: string, name: string): EntrySettings {
    const { revision, policy, withdrawnAt } = this.directory.get(entryIdOf(source, name));
    return { revision, policy, withdrawnAt };
  }
}

function enabledEntry(id: string, { status: _status, ...backend }: EnabledBackend): EnabledEntry {
  return { source: sourceOfEntry(id), ...backend };
}
