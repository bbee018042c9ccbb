import type { LiveSource } from './source.js';

/** When a source whose sync has failed for good is synced next, for people. `at` is null where the clock is not known. */
export function nextSyncText(
  { name, paused, everySeconds }: Pick<LiveSource, 'name' | 'paused' | 'everySeconds'>,
  at: string | null,
): string {
  if (paused || everySeconds === 0) return `It is not synced by itself: enginehouse market source sync ${name}`;
  if (at === null) return 'It is synced again by its schedule.';
  return `The next scheduled sync is at ${at.slice(0, 10)} ${at.slice(11, 19)} UTC.`;
}
