import type { LogName, RecordedEvent } from '@enginehouse/contracts';
import { wordsOf } from './event-words.js';

/** An event with the log that it is in; positions count in each log on their own. */
export interface LoggedEvent extends RecordedEvent {
  readonly log: LogName;
}

const logOfKind: Readonly<Record<string, LogName>> = {
  backend: 'catalog',
  source: 'marketplace',
  entry: 'marketplace',
};

/** The log of an event, from the kind of its stream. */
export const logged = (event: RecordedEvent): LoggedEvent => ({
  ...event,
  log: logOfKind[event.streamId.slice(0, event.streamId.indexOf(':'))] ?? 'scheduling',
});

/** What the address of the page says about the list. */
export interface EventFilter {
  readonly log?: LogName | undefined;
  readonly search?: string | undefined;
  /** Id of the event that is looked at. */
  readonly event?: string | undefined;
}

/** Newest first; each event once, whether it was fetched or came live. */
export function arrangedEvents(
  events: readonly LoggedEvent[],
  { log, search = '' }: EventFilter,
): readonly LoggedEvent[] {
  const wanted = search.trim().toLowerCase();
  const unique = new Map(events.map((event) => [event.id, event]));
  return [...unique.values()]
    .filter((event) => log === undefined || event.log === log)
    .filter((event) => wanted === '' || searchable(event).includes(wanted))
    .toSorted((one, other) => other.recordedAt.localeCompare(one.recordedAt) || other.position - one.position);
}

/** All that its row shows, and its type and reason. */
function searchable(event: LoggedEvent): string {
  const { type, streamId, meta, log, position } = event;
  return `${log} ${position} ${wordsOf(event)} ${type} ${streamId} ${meta.actor} ${meta.reason ?? ''}`.toLowerCase();
}
