import { Inject, Injectable } from '@nestjs/common';
import { err, ok, type Problem, type RecordedEvent, type Result } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import { backendStreamId } from '../domain/backend.js';
import { refusals } from '../domain/refusals.js';
import { EVENT_STORE } from '../ports.js';
import { asOf, loadedFrom, loadedWith, type LoadedBackend } from './loaded-backend.js';

const cacheSize = 500;

/** Loads backends from their streams. What was loaded before is kept, so that only newer events are read. */
@Injectable()
export class BackendRepository {
  private readonly cache = new Map<string, LoadedBackend>();

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async load(name: string): Promise<LoadedBackend> {
    const streamId = backendStreamId(name);
    const known = this.cache.get(streamId) ?? loadedFrom(streamId, []);
    const newer = await this.store.readStream(streamId, { fromVersion: known.version + 1 });
    const loaded = loadedWith(known, newer);
    this.keep(loaded);
    return loaded;
  }

  /** The backend as it was when it was last loaded or changed here; somebody else may have changed it since. */
  recall(name: string): LoadedBackend | undefined {
    return this.cache.get(backendStreamId(name));
  }

  /** What was just appended to what was loaded, so that the next one to change it need not read it. */
  appended(loaded: LoadedBackend, events: readonly RecordedEvent[]): void {
    this.keep(loadedWith(loaded, events));
  }

  /** The backend as it was at a revision, or at its last one before that; a revision is any position of the log. */
  async asOf(loaded: LoadedBackend, revision: number): Promise<Result<LoadedBackend, Problem>> {
    if (revision <= loaded.revision) return ok(asOf(loaded, revision));
    const { position } = await this.store.head();
    return revision > position ? err(refusals.revisionAhead(revision, position)) : ok(loaded);
  }

  /** What was loaded is not what the log holds: the next load reads all of it. */
  forget(name: string): void {
    this.cache.delete(backendStreamId(name));
  }

  /** The oldest entry makes room: a plain map remembers the order of insertion. */
  private keep(loaded: LoadedBackend): void {
    this.cache.delete(loaded.streamId);
    if (loaded.version > 0) this.cache.set(loaded.streamId, loaded);
    const [oldest] = this.cache.keys();
    if (this.cache.size > cacheSize && oldest !== undefined) this.cache.delete(oldest);
  }
}
