import { describe, expect, it } from 'vitest';
import { ok } from '@enginehouse/contracts';
import { entityTag, expectedRevision, isKnown } from './entity-tag.js';

describe('If-Match', () => {
  it.each([
    ['"37"', 37],
    ['W/"37"', 37],
    ['37', 37],
    ['"37-0123456789abcdef"', 37],
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
  it('finds the tag among several, weak or not', () => {
    expect(isKnown('"1", W/"37"', '"37"')).toBe(true);
    expect(isKnown('"1"', '"37"')).toBe(false);
    expect(isKnown('*', '"37"')).toBe(true);
    expect(isKnown(undefined, '"37"')).toBe(false);
  });
});

describe('an entity tag', () => {
  it('covers more than the revision where the answer does', () => {
    const [one, other] = [entityTag(37, '{"state":"ready"}'), entityTag(37, '{"state":"failed"}')];
    expect(one).not.toBe(other);
    expect([expectedRevision(one), expectedRevision(other)]).toEqual([ok(37), ok(37)]);
    expect(entityTag(37)).toBe('"37"');
  });
});
