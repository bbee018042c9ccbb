import { isReadable, upcast, type BackendEvent, type RecordedEvent } from '@enginehouse/contracts';

/** An event as today's schema has it; undefined for one of a later release, which this one passes over. */
export const readableEvent = (event: RecordedEvent): (RecordedEvent & BackendEvent) | undefined =>
  isReadable(event) ? (upcast(event) as RecordedEvent & BackendEvent) : undefined;
