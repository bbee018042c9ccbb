import { describe, expect, it } from 'vitest';
import { engineTime, isoOfNanos } from './engine-time.js';

describe('times for the engine', () => {
  it.each([
    ['2026-01-01T00:00:00Z', '1767225600.000000000'],
    ['2026-01-01T00:00:00.5Z', '1767225600.500000000'],
    ['2026-01-01T00:00:00.123456789Z', '1767225600.123456789'],
    ['2026-01-01T01:00:00.25+01:00', '1767225600.250000000'],
  ])('%s is %s', (iso, expected) => {
    expect(engineTime(iso)).toBe(expected);
  });

  it('come back without losing a nanosecond', () => {
    const iso = isoOfNanos('1800000000123456789');
    expect(iso).toBe('2027-01-15T08:00:00.123456789Z');
    expect(engineTime(iso)).toBe('1800000000.123456789');
  });
});
