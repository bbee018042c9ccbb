import { describe, expect, expectTypeOf, it } from 'vitest';
import { eventAt } from './in-memory-log.js';
import { knownEvent } from './known-event.js';

describe('a known event', () => {
  it('has the data of its type, and keeps what it does not know', () => {
    const event = { ...eventAt(1), type: 'VersionDeprecated', data: { version: 'v1', message: 'old', color: 'red' } };
    const known = knownEvent(event);
    expect(known).toEqual(event);
    expect(
      known?.type === 'VersionDeprecated' && expectTypeOf(known.data.message).toEqualTypeOf<string>(),
    ).toBeTruthy();
  });

  it.each([
    ['a type of a later release', { type: 'VersionPainted', data: {} }],
    ['a schema of a later release', { type: 'VersionRemoved', data: { version: 'v1' }, schemaVersion: 99 }],
    ['data that does not fit', { type: 'VersionRemoved', data: {} }],
  ])('is none with %s', (_, more) => {
    expect(knownEvent({ ...eventAt(1), ...more })).toBeUndefined();
  });
});
