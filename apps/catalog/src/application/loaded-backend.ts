import type { RecordedEvent } from '@enginehouse/contracts';
import { fold, type Backend } from '../domain/backend.js';
import { readableEvent } from './readable-event.js';

/** A backend together with the events it was folded from. */
export interface LoadedBackend {
  readonly streamId: string;
  readonly events: readonly RecordedEvent[];
  readonly state: Backend;
  /** How many events the stream has. */
  readonly version: number;
  /** Log position of the last event; 0 = there is none. */
  readonly revision: number;
}

/** Adds events that were read after the ones already loaded. */
export function loadedWith(loaded: LoadedBackend, more: readonly RecordedEvent[]): LoadedBackend {
  const last = more.at(-1);
  if (!last) return loaded;
  return {
    ...loaded,
    events: [...loaded.events, ...more],
    state: fold(
      more.flatMap((event) => readableEvent(event) ?? []),
      loaded.state,
    ),
    version: last.version,
    revision: last.position,
  };
}

/** A stream from its beginning. */
export const loadedFrom = (streamId: string, events: readonly RecordedEvent[]): LoadedBackend =>
  loadedWith({ streamId, events: [], state: { status: 'absent' }, version: 0, revision: 0 }, events);

/** The backend as it was when the log ended at a position. */
export function asOf(loaded: LoadedBackend, position: number): LoadedBackend {
  return loadedFrom(
    loaded.streamId,
    loaded.events.filter((event) => event.position <= position),
  );
}

/** The backend as it was at a moment of the log's clock; ISO 8601 in UTC with milliseconds, as the log writes it. */
export function asOfTime(loaded: LoadedBackend, at: string): LoadedBackend {
  return loadedFrom(
    loaded.streamId,
    loaded.events.filter((event) => event.recordedAt <= at),
  );
}
