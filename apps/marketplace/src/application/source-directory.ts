import type { EventStore } from '@enginehouse/event-store';
import type { Logger } from '@enginehouse/service-kit';
import { addressOf } from '../domain/source-address.js';
import {
  evolveSource,
  initialSource,
  sourceStreamPrefix,
  type LiveSource,
  type RecordedSourceEvent,
  type Source,
} from '../domain/source.js';
import type { OfferingSource, OfferingSources, RemovedSource } from '../ports.js';
import { StreamDirectory, type StreamKind } from './stream-directory.js';

/** How sources come from the log. */
export const sourceKind: StreamKind<Source, RecordedSourceEvent> = {
  prefix: sourceStreamPrefix,
  initial: initialSource,
  evolve: evolveSource,
  revisionOf: (state) => (state.status === 'live' ? state.revision : undefined),
};

/** Every source as the log has it, kept in memory and up to date: there are few. */
export class SourceDirectory extends StreamDirectory<Source, RecordedSourceEvent> {
  constructor(store: EventStore, logger: Logger) {
    super(store, sourceKind, logger);
  }

  /** By name. */
  allLive(): readonly LiveSource[] {
    const live = [...this.all().values()].filter((state) => state.status === 'live');
    return live.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  live(name: string): LiveSource | undefined {
    const state = this.get(name);
    return state.status === 'live' ? state : undefined;
  }
}

/** The sources as their entries need them. */
export class DirectorySources implements OfferingSources {
  constructor(private readonly directory: SourceDirectory) {}

  list(): readonly OfferingSource[] {
    return this.directory.allLive().map(offering);
  }

  get(source: string): OfferingSource | undefined {
    const live = this.directory.live(source);
    return live && offering(live);
  }

  removed(source: string): RemovedSource | undefined {
    const state = this.directory.get(source);
    return state.status === 'removed' ? { at: state.at, address: addressOf(state.location) } : undefined;
  }
}

const offering = ({ name, location, strict, keys, policy, snapshot }: LiveSource): OfferingSource => ({
  name,
  address: addressOf(location),
  strict,
  keys,
  policy,
  snapshot,
});
