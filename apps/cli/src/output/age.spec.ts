import { expect, it } from 'vitest';
import { age } from './age.js';

const now = Date.parse('2026-01-10T00:00:00Z');

it.each([
  ['2026-01-10T00:00:00Z', '0s'],
  ['2026-01-09T23:59:18Z', '42s'],
  ['2026-01-09T23:58:00Z', '2m'],
  ['2026-01-09T21:00:00Z', '3h'],
  ['2026-01-02T00:00:00Z', '8d'],
  ['2026-01-10T00:00:05Z', '0s'],
])('says of %s that it was %s ago', (at, text) => {
  expect(age(at, now)).toBe(text);
});
