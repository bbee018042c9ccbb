import { expect, it } from 'vitest';
import { nextSyncText } from './next-sync-text.js';

const source = { name: 'team', paused: false, everySeconds: 3600 };
const at = '2026-11-23T14:05:06.789Z';

it.each([
  ['by its schedule', source, at, 'The next scheduled sync is at 2026-11-23 14:05:06 UTC.'],
  ['while the clock is not known', source, null, 'It is synced again by its schedule.'],
  [
    'while it is paused',
    { ...source, paused: true },
    at,
    'It is not synced by itself: enginehouse market source sync team',
  ],
  [
    'without a schedule',
    { ...source, everySeconds: 0 },
    null,
    'It is not synced by itself: enginehouse market source sync team',
  ],
])('a source says when it is synced next: %s', (_, given, next, text) => {
  expect(nextSyncText(given, next)).toBe(text);
});
