import type { NewEvent } from '@enginehouse/contracts';
import { UnacceptableEventError } from '../errors.js';

/** An event as it will be stored: its texts are final, so that hashes can be checked for ever. */
export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: string;
  readonly meta: string;
}

/** Events that are appended together or not at all. */
export interface AppendUnit {
  readonly streamId: string;
  readonly expectedVersion: number | undefined;
  readonly events: readonly PreparedEvent[];
  readonly bytes: number;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const eventType = /^[A-Za-z][\w.-]{0,199}$/;
// Line breaks separate the fields under a payload hash, and PostgreSQL can hold neither NUL nor half a character.
const unfitForId = /[\p{Cc}\p{Cs}]/u;
const longestStreamId = 512;

/** Turns events into what is stored, and refuses what could never be stored or relayed. */
export function prepareUnit(
  streamId: string,
  events: readonly NewEvent[],
  expectedVersion: number | undefined,
  maxEventBytes: number,
): AppendUnit {
  check(streamId.length > 0 && streamId.length <= longestStreamId, `Stream id "${streamId}" has no valid length.`);
  check(!unfitForId.test(streamId), `Stream id ${JSON.stringify(streamId)} holds control characters.`);
  check(events.length > 0, `Nothing was given to append to "${streamId}".`);
  check(isExpectation(expectedVersion), `Expected version ${expectedVersion} of "${streamId}" is no version.`);
  const prepared = events.map((event) => prepareEvent(event, maxEventBytes));
  check(new Set(prepared.map(({ id }) => id)).size === prepared.length, `An event id for "${streamId}" is repeated.`);
  const bytes = prepared.reduce((sum, { data, meta }) => sum + data.length + meta.length, 0);
  return { streamId, expectedVersion, events: prepared, bytes };
}

function prepareEvent(event: NewEvent, maxEventBytes: number): PreparedEvent {
  const id = event.id.toLowerCase();
  check(uuid.test(id), `Event id "${event.id}" is no UUID.`);
  check(eventType.test(event.type), `Event type "${event.type}" is no identifier.`);
  check(Number.isInteger(event.schemaVersion) && event.schemaVersion > 0, `Event ${id} has no schema version.`);
  // JSON.stringify answers undefined for undefined and functions, whatever its type says.
  const data = JSON.stringify(event.data) as string | undefined;
  check(data !== undefined, `Event ${id} has no data.`);
  const meta = JSON.stringify(event.meta);
  const bytes = Buffer.byteLength(data) + Buffer.byteLength(meta);
  check(bytes <= maxEventBytes, `Event ${id} has ${bytes} bytes; at most ${maxEventBytes} can be relayed.`);
  return { id, type: event.type, schemaVersion: event.schemaVersion, data, meta };
}

const isExpectation = (version: number | undefined) =>
  version === undefined || (Number.isSafeInteger(version) && version >= 0);

function check(condition: boolean, reason: string): asserts condition {
  if (!condition) {
    throw new UnacceptableEventError(reason);
  }
}
