import type { RecordedEvent } from '@enginehouse/contracts';
import type { QueryArrayConfig } from 'pg';
import type { AppendUnit, PreparedEvent } from '../append/append-unit.js';
import type { AppendOutcome } from '../event-store.js';
import { eventOf } from './event-rows.js';
import { bigintArray, intArray, textArray, uuidArray } from './binary-array.js';

/** A row of the append function: outcome, version, last position, and in milliseconds when it was recorded. */
export type AppendRow = readonly [kind: string, version: number, position: number, recordedAtMs?: number | null];

const anyVersion = -1;

/** The one statement that appends a batch; named, so that it is parsed and planned once per connection. */
export function appendStatement(schema: string, units: readonly AppendUnit[]): QueryArrayConfig {
  const [unit] = units;
  return unit && units.length === 1 ? unitStatement(schema, unit) : batchStatement(schema, units);
}

/** A unit alone needs none of a batch's machinery, and is what a quiet service appends. */
const unitStatement = (schema: string, { streamId, expectedVersion, events }: AppendUnit): QueryArrayConfig => ({
  name: 'append-one',
  text: `select outcome, version, last_position, recorded_at from ${schema}.append_one($1::text, $2::bigint, $3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[])`,
  rowMode: 'array',
  values: [streamId, expectedVersion ?? anyVersion, ...eventArrays(events)],
});

function batchStatement(schema: string, units: readonly AppendUnit[]): QueryArrayConfig {
  return {
    name: 'append',
    text: `select outcome, version, last_position from ${schema}.append($1::text[], $2::bigint[], $3::int[], $4::int[], $5::int[], $6::uuid[], $7::text[], $8::int[], $9::text[], $10::text[])`,
    rowMode: 'array',
    values: [
      textArray(units.map(({ streamId }) => streamId)),
      bigintArray(units.map(({ expectedVersion }) => expectedVersion ?? anyVersion)),
      intArray(units.map(({ events }) => events.length)),
      intArray(units.flatMap(({ events }, index) => events.map(() => index + 1))),
      intArray(units.flatMap(({ events }) => events.map((_, index) => index + 1))),
      ...eventArrays(units.flatMap(({ events }) => events)),
    ],
  };
}

const eventArrays = (events: readonly PreparedEvent[]): readonly Buffer[] => [
  uuidArray(events.map(({ id }) => id)),
  textArray(events.map(({ type }) => type)),
  intArray(events.map(({ schemaVersion }) => schemaVersion)),
  textArray(events.map(({ meta }) => meta)),
  textArray(events.map(({ data }) => data)),
];

/** Reads a row of the append function's answer; a unit alone is told with what was recorded. */
export function outcomeOf([kind, version, position, recordedAtMs]: AppendRow, unit?: AppendUnit): AppendOutcome {
  switch (kind) {
    case 'appended':
      return unit && recordedAtMs
        ? { kind, position, version, events: recordedEvents(unit, { position, version, recordedAtMs }) }
        : { kind, position, version };
    case 'duplicate':
      return { kind, position, version };
    case 'conflict':
      return { kind, currentVersion: version };
    case 'reused-id':
      return { kind };
    default:
      throw new Error(`The append function of another release answered "${kind}"; migrate the log.`);
  }
}

/** What was just stored, as it would be read. */
function recordedEvents(
  { streamId, events }: AppendUnit,
  last: { readonly position: number; readonly version: number; readonly recordedAtMs: number },
): readonly RecordedEvent[] {
  return events.map(({ id, type, schemaVersion, data, meta }, index) => {
    const before = events.length - 1 - index;
    const [position, version] = [last.position - before, last.version - before];
    return eventOf([position, id, streamId, version, type, String(schemaVersion), last.recordedAtMs, data, meta]);
  });
}
