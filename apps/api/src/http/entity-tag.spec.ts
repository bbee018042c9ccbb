import { describe, expect, it } from 'vitest';
import { expectedRevision, isKnown } from './entity-tag.js';

describe('If-Match', () => {
  it.each([
    ['"37"', 37],
    ['W/"37"', 37],
    ['37', 37],
    [' "37" ', 37],
    ['*', undefined],
    [undefined, undefined],
  ])('%j means revision %j', (header, revision) => {
    expect(expectedRevision(header)).toEqual({ ok: true, value: revision });
  });

  it.each(['"x"', '0', '-1', '"1", "2"', '', '99999999999999999'])('%j is refused', (header) => {
    expect(expectedRevision(header)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });
});

describe('If-None-Match', () => {
  it('finds the revision among several', () => {
    expect(isKnown('"1", W/"37"', 37)).toBe(true);
    expect(isKnown('"1"', 37)).toBe(false);
    expect(isKnown(undefined, 37)).toBe(false);
  });
});
