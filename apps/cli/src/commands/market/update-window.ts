import { updateWindow, type UpdateWindow } from '@enginehouse/contracts';
import { InvalidArgumentError } from 'commander';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const form = 'It must be like "sat,sun 22:00-04:00 Europe/Berlin" or "mon-fri 01:00-05:00".';

/** Reads `sat,sun 22:00-04:00 Europe/Berlin`: days or `daily`, from when to when, and where the clock stands (UTC). */
export function updateWindowOf(text: string): UpdateWindow {
  const [, when = '', from, to, timeZone] = /^(\S+)\s+(\d\d?:\d\d)-(\d\d?:\d\d)(?:\s+(\S+))?$/.exec(text.trim()) ?? [];
  const named = when.toLowerCase().split(',').flatMap(daysOf);
  const parsed = updateWindow.safeParse({ days: [...new Set(named)], from: clock(from), to: clock(to), timeZone });
  if (parsed.success) return parsed.data;
  const zone = parsed.error.issues.find(({ path }) => path[0] === 'timeZone');
  throw new InvalidArgumentError(zone && from ? `${zone.message}.` : form);
}

const clock = (time: string | undefined): string | undefined => time?.padStart(5, '0');

/** `sat`, `mon-fri` or `daily`; what is none of these is left for the schema to refuse. */
function daysOf(text: string): readonly string[] {
  if (text === 'daily') return days;
  const [first = '', last] = text.split('-');
  if (last === undefined) return [first];
  const [begin, end] = [first, last].map((day) => days.findIndex((each) => each === day));
  if (begin === undefined || end === undefined || begin < 0 || end < 0) return [text];
  return begin <= end ? days.slice(begin, end + 1) : [...days.slice(begin), ...days.slice(0, end + 1)];
}
