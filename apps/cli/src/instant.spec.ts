import { describe, expect, it } from 'vitest';
import { instantOf } from './instant.js';
import { UsageError } from './usage-error.js';

const now = Date.parse('2026-11-30T12:00:00.000Z');

describe('a time on the command line', () => {
  it.each([
    ['90s', '2026-11-30T11:58:30.000Z'],
    ['2h', '2026-11-30T10:00:00.000Z'],
    ['3d', '2026-11-27T12:00:00.000Z'],
    ['1w', '2026-11-23T12:00:00.000Z'],
    ['2026-11-30T14:00:00+02:00', '2026-11-30T12:00:00.000Z'],
    ['2026-11-30T14:00Z', '2026-11-30T14:00:00.000Z'],
    ['2026-11-30 14:00:00.123Z', '2026-11-30T14:00:00.123Z'],
  ])('%s is %s', (text, instant) => {
    expect(instantOf(text, now)).toBe(instant);
  });

  it('without an offset is local, a day too', () => {
    expect(instantOf('2026-11-30T14:00', now)).toBe(new Date(2026, 10, 30, 14).toISOString());
    expect(instantOf('2026-11-30', now)).toBe(new Date(2026, 10, 30).toISOString());
  });

  it.each(['', 'yesterday', '2', '2y', '30.11.2026', '2026-13-01', '2026-02-30', '2026-02-30T10:00Z', '-2h'])(
    'is not %j',
    (text) => {
      expect(() => instantOf(text, now)).toThrow(UsageError);
    },
  );
});
