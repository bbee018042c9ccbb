import { expect, it } from 'vitest';
import { nextTickAt, retryAfterMs } from './sync-clock.js';

it('doubles the pause after each attempt, and makes none after the last', () => {
  const settings = { attempts: 4, baseMs: 5000, factor: 2 };
  expect([1, 2, 3, 4].map((attempt) => retryAfterMs(attempt, settings))).toEqual([5000, 10_000, 20_000, null]);
});

it('makes the next attempt at most where there is only one', () => {
  expect(retryAfterMs(1, { attempts: 1, baseMs: 5000, factor: 2 })).toBeNull();
});

it('spreads the syncs of an interval by a tenth to both sides', () => {
  const now = 1_000_000;
  expect(nextTickAt(now, 3600, 0)).toBe(now + 3_240_000);
  expect(nextTickAt(now, 3600, 0.5)).toBe(now + 3_600_000);
  expect(nextTickAt(now, 3600, 1)).toBe(now + 3_960_000);
});
