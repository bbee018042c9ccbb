import { allEvents } from '../all-events.js';
import { upcasters, type Upcaster } from './upcasters.js';

interface Versioned {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: unknown;
}

/** The schema version that events of a type are written with today: one more than what its last upcaster reads. */
export const schemaVersionOf = (type: string, table: readonly Upcaster[] = upcasters): number =>
  table.reduce((newest, each) => (each.type === type ? Math.max(newest, each.from + 1) : newest), 1);

/**
 * Brings an event that an older release wrote to today's schema, one version at a time. What is current already, or
 * newer than this release, comes back as it is.
 */
export function upcast<E extends Versioned>(event: E, table: readonly Upcaster[] = upcasters): E {
  const step = table.find(({ type, from }) => type === event.type && from === event.schemaVersion);
  if (!step) return event;
  return upcast({ ...event, schemaVersion: step.from + 1, data: step.data(event.data) }, table);
}

/**
 * Whether this release can read an event: it knows the type, and the schema is not of a later release. What it cannot
 * read is passed over and counted, never fatal: the log may have been written by a newer program.
 */
export const isReadable = ({ type, schemaVersion }: Versioned): boolean =>
  Object.hasOwn(allEvents, type) && schemaVersion <= schemaVersionOf(type);
