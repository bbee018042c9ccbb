import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions } from './compare-versions.js';
import { latestFirst, latestVersion } from './latest-version.js';

const piece = fc.constantFrom(
  '0',
  '1',
  '2',
  '10',
  '01',
  'dev',
  'alpha',
  'RC',
  'pre',
  'post',
  'custom',
  'v',
  'latest',
  'é',
  '😀',
);
const version = fc
  .array(fc.tuple(piece, fc.constantFrom('.', '-', '_', '+', '')), { maxLength: 5 })
  .map((pieces) => pieces.flat().join(''));

describe('compareVersions', () => {
  it('is an order: turning the question around turns the answer around', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(compareVersions(a, b) + compareVersions(b, a)).toBe(0);
      }),
    );
  });

  it('is an order: what is not after the next is not after the one behind it', () => {
    fc.assert(
      fc.property(version, version, version, (...given) => {
        const [a, b, c] = given.toSorted(compareVersions);
        expect(compareVersions(a ?? '', b ?? '')).toBeLessThanOrEqual(0);
        expect(compareVersions(b ?? '', c ?? '')).toBeLessThanOrEqual(0);
        expect(compareVersions(a ?? '', c ?? '')).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  }, 60_000);

  it('compares words by code point, not by UTF-16 unit', () => {
    expect(compareVersions('\uffff', '\u{10000}')).toBe(-1);
  });
});

describe('latestVersion', () => {
  it('keeps the first declared among equals', () => {
    expect(latestVersion(['v2.0', '2.0', '1.0'])).toBe('v2.0');
    expect(latestFirst(['1.9', 'v2.0', '1.10', '2.0'])).toEqual(['v2.0', '2.0', '1.10', '1.9']);
  });

  it('is null where there is no version', () => {
    expect(latestVersion([])).toBeNull();
  });
});
