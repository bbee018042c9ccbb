import { describe, expect, it } from 'vitest';
import { retryAfterMs, retryDelayMs } from './retry-delay.js';

const delays = [5, 30, 120];

describe('the wait after a failed attempt', () => {
  it('grows as planned', () => {
    const middle = { chance: 0.5 };
    expect([1, 2, 3].map((made) => retryDelayMs(made, delays, middle))).toEqual([5000, 30_000, 120_000]);
  });

  it('is spread by a fifth to both sides', () => {
    expect(retryDelayMs(2, delays, { chance: 0 })).toBe(24_000);
    expect(retryDelayMs(2, delays, { chance: 1 })).toBe(36_000);
  });

  it('is what the receiver asks for where that is longer, but at most an hour', () => {
    expect(retryDelayMs(1, delays, { chance: 0.5, retryAfterMs: 60_000 })).toBe(60_000);
    expect(retryDelayMs(1, delays, { chance: 0.5, retryAfterMs: 1000 })).toBe(5000);
    expect(retryDelayMs(1, delays, { chance: 0.5, retryAfterMs: 1e12 })).toBe(3_600_000);
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-11-23T12:00:00Z');

  it.each([
    ['120', 120_000],
    ['Mon, 23 Nov 2026 12:01:00 GMT', 60_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
    ['soon', 0],
    [undefined, 0],
  ])('%s', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
