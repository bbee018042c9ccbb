import type { UpdateWindow } from '@enginehouse/contracts';
import { daysLater, instantsOf, wallTimeAt, weekdayOf, type WallTime } from './wall-clock.js';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

interface Opening {
  readonly from: number;
  readonly to: number;
}

/** Whether automatic changes may be made now; without a window, always. */
export function isOpen(window: UpdateWindow | undefined, now: Date): boolean {
  return (
    window === undefined || openings(window, now).some(({ from, to }) => from <= now.getTime() && now.getTime() < to)
  );
}

/** When they may be made: now where the window is open, else when it opens next. */
export function nextOpening(window: UpdateWindow | undefined, now: Date): Date {
  if (window === undefined || isOpen(window, now)) return now;
  const [next] = openings(window, now).filter(({ from }) => from > now.getTime());
  return new Date(next?.from ?? now.getTime());
}

/** The openings from yesterday to a week from now, in order. Each belongs to the day it begins on. */
function openings({ days, from, to, timeZone }: UpdateWindow, now: Date): readonly Opening[] {
  const today = wallTimeAt(now.getTime(), timeZone);
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const dates = Array.from({ length: 10 }, (_, at) => daysLater(today, at - 1));
  return dates
    .filter((date) => days.includes(weekdays[weekdayOf(date)] ?? 'sun'))
    .map((date) => opening(date, begin, end, timeZone));
}

/** A window that reaches its end before its beginning ends on the next day. */
function opening(date: WallTime, begin: number, end: number, timeZone: string): Opening {
  const overMidnight = end <= begin;
  const from = instantsOf({ ...date, minutes: begin }, timeZone).first;
  const to = instantsOf({ ...daysLater(date, overMidnight ? 1 : 0), minutes: end }, timeZone).last;
  // Where the clock is set forward over all of it, it is as long as it would have been.
  const length = (end - begin + (overMidnight ? 24 * 60 : 0)) * 60_000;
  return { from, to: to > from ? to : from + length };
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
