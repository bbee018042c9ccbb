import { err, ok, type Problem, type RequestHeader, type Result, type SourceEvent } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import { sourceRefusals } from '../domain/source-refusals.js';
import type { Source } from '../domain/source.js';
import { sourceNotFound } from './not-found.js';
import { sourceKind, type SourceDirectory } from './source-directory.js';
import { StreamCommands, type CommandDone, type StreamCommand } from './stream-commands.js';

/** Runs commands on sources. */
export class SourceCommands extends StreamCommands<Source, SourceEvent> {
  constructor(
    store: EventStore,
    private readonly sources: SourceDirectory,
  ) {
    super(store, sourceKind, sources);
  }

  override async run(
    command: StreamCommand<Source, SourceEvent>,
    header: RequestHeader,
  ): Promise<Result<CommandDone, Problem>> {
    const done = await super.run(command, header);
    return done.ok || done.error.code !== 'source-not-found' ? done : err(this.notFound(command.name));
  }

  /** That there is no such source, and which one was likely meant. */
  notFound(name: string): Problem {
    return sourceNotFound(name, this.sources.allLive());
  }
}

/** Refuses a change that was based on another revision than the source is at. */
export const atRevision =
  (name: string, expected: number | undefined) =>
  (state: Source): Result<void, Problem> =>
    expected === undefined || state.status !== 'live' || state.revision === expected
      ? ok(undefined)
      : err(sourceRefusals.stale(name, expected, state.revision));
