import type { EntryEvent } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import type { Entry } from '../domain/entry.js';
import { entryKind, type EntryDirectory } from './entry-directory.js';
import { StreamCommands } from './stream-commands.js';

/** Runs commands on entries, by their ids. */
export class EntryCommands extends StreamCommands<Entry, EntryEvent> {
  constructor(store: EventStore, directory: EntryDirectory) {
    super(store, entryKind, directory);
  }
}
