import type { QueryArrayConfig } from 'pg';
import type { AppendUnit, PreparedEvent } from '../append/append-unit.js';
import type { AppendOutcome } from '../event-store.js';
import { bigintArray, intArray, textArray, uuidArray } from './binary-array.js';

/** A row of the append function: outcome, version, last position. */
export type AppendRow = readonly [kind: string, version: number, position: number];

const anyVersion = -1;

/** The one statement that appends a batch; named, so that it is parsed and planned once per connection. */
export function appendStatement(schema: string, units: readonly AppendUnit[]): QueryArrayConfig {
  const events = units.flatMap((unit) => unit.events);
  const perEvent = (value: (event: PreparedEvent) => string) => textArray(events.map(value));
  return {
    name: 'append',
    text: `select outcome, version, last_position from ${schema}.append($1::text[], $2::bigint[], $3::int[], $4::int[], $5::int[], $6::uuid[], $7::text[], $8::int[], $9::text[], $10::text[])`,
    rowMode: 'array',
    values: [
      textArray(units.map(({ streamId }) => streamId)),
      bigintArray(units.map(({ expectedVersion }) => expectedVersion ?? anyVersion)),
      intArray(units.map((unit) => unit.events.length)),
      intArray(units.flatMap((unit, index) => unit.events.map(() => index + 1))),
      intArray(units.flatMap((unit) => unit.events.map((_, index) => index + 1))),
      uuidArray(events.map(({ id }) => id)),
      perEvent(({ type }) => type),
      intArray(events.map(({ schemaVersion }) => schemaVersion)),
      perEvent(({ meta }) => meta),
      perEvent(({ data }) => data),
    ],
  };
}

/** Reads a row of the append function's answer. */
export function outcomeOf([kind, version, position]: AppendRow): AppendOutcome {
  switch (kind) {
    case 'appended':
      return { kind, position, version };
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
