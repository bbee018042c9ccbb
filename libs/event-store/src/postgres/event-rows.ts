import type { EventMeta, RecordedEvent } from '@enginehouse/contracts';

/** The columns of an event, in the order of `EventRow`. */
export const eventColumns =
  'position, event_id, stream_id, version, type, schema_version, (extract(epoch from recorded_at) * 1000)::bigint, data, meta';

/** An event as it comes from the database, JSON still as text. */
export type EventRow = [
  position: number,
  id: string,
  streamId: string,
  version: number,
  type: string,
  schemaVersion: string,
  recordedAtMs: number,
  data: string,
  meta: string,
];

/** Turns a row into the event. */
export function eventOf(row: EventRow): RecordedEvent {
  const [position, id, streamId, version, type, schemaVersion, recordedAtMs, data, meta] = row;
  return {
    position,
    id,
    streamId,
    version,
    type,
    schemaVersion: Number(schemaVersion),
    recordedAt: new Date(recordedAtMs).toISOString(),
    data: JSON.parse(data) as unknown,
    meta: JSON.parse(meta) as EventMeta,
  };
}
