import { err, ok, type Problem, type Result, type SourceEvent } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import { sourceRefusals } from '../domain/source-refusals.js';
import type { Source } from '../domain/source.js';
import { sourceKind, type SourceDirectory } from './source-directory.js';
import { StreamCommands } from './stream-commands.js';

/** Runs commands on sources. */
export class SourceCommands extends StreamCommands<Source, SourceEvent> {
  constructor(store: EventStore, directory: SourceDirectory) {
    super(store, sourceKind, directory);
  }
}

/** Refuses a change that was based on another revision than the source is at. */
export const atRevision =
  (name: string, expected: number | undefined) =>
  (state: Source): Result<void, Problem> =>
    expected === undefined || state.status !== 'live' || state.revision === expected
      ? ok(undefined)
      : err(sourceRefusals.stale(name, expected, state.revision));
