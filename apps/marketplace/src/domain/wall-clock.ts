/** A day and a time of day as a clock on the wall of some place shows them. */
export interface WallTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly minutes: number;
}

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock of a time zone shows at an instant. */
export function wallTimeAt(instant: number, timeZone: string): WallTime {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { year, month, day, minutes: hour * 60 + minute };
}

/** The day so many days later, at the same time of day. */
export function daysLater({ year, month, day, minutes }: WallTime, days: number): WallTime {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), minutes };
}

/** 0 is Sunday. */
export const weekdayOf = ({ year, month, day }: WallTime): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay();

/**
 * The instants at which a clock shows a time: the first and the last one where it is set back, and where it is set
 * forward over that time, the instant at which it would have shown it.
 */
export function instantsOf(time: WallTime, timeZone: string): { readonly first: number; readonly last: number } {
  const asUtc = asUtcOf(time);
  const offsets = [asUtc - dayMs, asUtc + dayMs].map((near) => asUtcOf(wallTimeAt(near, timeZone)) - minuteOf(near));
  const [before = 0] = offsets;
  const shown = offsets.map((offset) => asUtc - offset).filter((at) => asUtcOf(wallTimeAt(at, timeZone)) === asUtc);
  return shown.length === 0
    ? { first: asUtc - before, last: asUtc - before }
    : { first: Math.min(...shown), last: Math.max(...shown) };
}

const asUtcOf = ({ year, month, day, minutes }: WallTime): number => Date.UTC(year, month - 1, day, 0, minutes);
const minuteOf = (instant: number): number => Math.floor(instant / 60_000) * 60_000;

/** Making one costs more than all that is done with it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}
