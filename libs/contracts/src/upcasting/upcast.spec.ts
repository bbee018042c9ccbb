import { describe, expect, it } from 'vitest';
import { isReadable, schemaVersionOf, upcast } from './upcast.js';
import type { Upcaster } from './upcasters.js';

/** Version 1 had one image as text, version 2 a list, version 3 a list of objects. */
const table: readonly Upcaster[] = [
  {
    type: 'ImageChosen',
    from: 2,
    data: (data) => ({ images: (data as { images: string[] }).images.map((name) => ({ name })) }),
  },
  { type: 'ImageChosen', from: 1, data: (data) => ({ images: [(data as { image: string }).image] }) },
];
const event = (schemaVersion: number, data: unknown) => ({ type: 'ImageChosen', schemaVersion, data, position: 7 });

describe('upcasting', () => {
  it('brings an event from any older version to the newest, step by step', () => {
    const newest = event(3, { images: [{ name: 'a' }] });
    expect(upcast(event(1, { image: 'a' }), table)).toEqual(newest);
    expect(upcast(event(2, { images: ['a'] }), table)).toEqual(newest);
    expect(upcast(newest, table)).toBe(newest);
  });

  it('leaves what is newer than this release, and other types, as they are', () => {
    const later = event(4, { anything: true });
    const other = { type: 'Other', schemaVersion: 1, data: {} };
    expect(upcast(later, table)).toBe(later);
    expect(upcast(other, table)).toBe(other);
  });

  it('knows the version that is written today', () => {
    expect(schemaVersionOf('ImageChosen', table)).toBe(3);
    expect(schemaVersionOf('BackendRegistered', table)).toBe(1);
  });
});

describe('an event that this release cannot read', () => {
  it('has an unknown type or a later schema', () => {
    expect(isReadable({ type: 'BackendRegistered', schemaVersion: 1, data: {} })).toBe(true);
    expect(isReadable({ type: 'BackendRegistered', schemaVersion: 2, data: {} })).toBe(false);
    expect(isReadable({ type: 'BackendPainted', schemaVersion: 1, data: {} })).toBe(false);
    expect(isReadable({ type: 'constructor', schemaVersion: 1, data: {} })).toBe(false);
  });
});
