import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allEvents, type EventType } from '../all-events.js';
import { recordedEvent } from '../event.js';
import { isReadable, schemaVersionOf, upcast } from './upcast.js';

/** Events as the logs of a running installation had them; one of every type and schema version there ever was. */
const directory = new URL('fixtures/', import.meta.url);
const recorded = readdirSync(directory).map(
  (file) => [file, recordedEvent.parse(JSON.parse(readFileSync(new URL(file, directory), 'utf8')))] as const,
);
const types = Object.keys(allEvents) as EventType[];

describe('the recorded events', () => {
  it.each(types)('have one of %s in each version of its schema', (type) => {
    const versions = recorded.filter(([, event]) => event.type === type).map(([, event]) => event.schemaVersion);
    const expected = Array.from({ length: schemaVersionOf(type) }, (_, index) => index + 1);
    expect(versions.toSorted((one, other) => one - other)).toEqual(expected);
  });

  it.each(recorded)('can be read, and nothing in them is lost: %s', (_, event) => {
    expect(isReadable(event)).toBe(true);
    const current = upcast(event);
    expect(current.schemaVersion).toBe(schemaVersionOf(event.type));
    expect(allEvents[event.type as EventType].parse(current.data)).toEqual(current.data);
  });
});
