import { UsageError } from './usage-error.js';

const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A time as the API takes it, from `2h` (ago), `2026-11-30`, `2026-11-30T14:00` (local) or with an offset. */
export function instantOf(text: string, now: number): string {
  const ago = /^(\d{1,6})([smhdw])$/.exec(text.trim());
  if (ago) return new Date(now - Number(ago[1]) * (secondsIn[ago[2] ?? ''] ?? 0) * 1000).toISOString();
  const time = Date.parse(localWhereUnsaid(text.trim()));
  if (Number.isNaN(time) || !isDay(text.trim())) {
    throw new UsageError(`${JSON.stringify(text)} is not a time.`, 'Say 2h, 3d, 2026-11-30 or 2026-11-30T14:00:00Z.');
  }
  return new Date(time).toISOString();
}

/** `2026-02-30` is no day, though Date makes one of it. */
function isDay(text: string): boolean {
  const [day = ''] = /^\d{4}-\d\d-\d\d/.exec(text) ?? [];
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** A day without a time begins at midnight here, not in Greenwich. Anything that is no ISO 8601 comes back as nothing. */
function localWhereUnsaid(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T00:00:00`;
  return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/i.test(text) ? text.replace(' ', 'T') : '';
}
