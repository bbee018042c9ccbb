import { allEvents, isReadable, upcast, type EventType, type RecordedEvent } from '@enginehouse/contracts';
import type { z } from 'zod';
import { parseTolerantly } from '../http/parse-tolerantly.js';

/** An event whose type this version knows, with the type of its data. Narrow it by `type`. */
export type KnownEvent = {
  [T in EventType]: RecordedEvent<T, z.output<(typeof allEvents)[T]>>;
}[EventType];

/**
 * An event with typed data, brought to today's schema where an older release wrote it. Undefined for what this version
 * cannot read: a type or a schema of a later release. Pass over it, or update.
 */
export function knownEvent(event: RecordedEvent): KnownEvent | undefined {
  const current = upcast(event);
  if (!isReadable(current)) {
    return undefined;
  }
  const data = parseTolerantly(allEvents[current.type as EventType], current.data);
  return data.ok ? ({ ...current, data: data.value } as KnownEvent) : undefined;
}
