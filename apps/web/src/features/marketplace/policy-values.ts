import type { UpdatePolicy, UpdateWindow } from '@enginehouse/contracts';

/** The days of a window in their order. */
export const weekDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** What a new window begins with: the nights of the weekend. */
export const weekend = (timeZone: string): UpdateWindow => ({
  days: ['sat', 'sun'],
  from: '22:00',
  to: '04:00',
  timeZone,
});

/** Where the person is. */
export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** What is sent: a window only counts where something is done by itself. */
export const sentPolicy = ({ mode, window }: UpdatePolicy): UpdatePolicy =>
  mode === 'notify' || !window ? { mode } : { mode, window };

/** Days that follow each other as a range. */
export function dayRange(
  days: readonly UpdateWindow['days'][number][],
  nameOf: (day: UpdateWindow['days'][number]) => string,
): string {
  const places = weekDays.flatMap((day, place) => (days.includes(day) ? [place] : []));
  const first = places[0];
  const last = places.at(-1);
  const [from, to] = [weekDays[first ?? 0], weekDays[last ?? 0]];
  if (first === undefined || last === undefined || !from || !to) return '';
  const isRange = places.length > 2 && last - first === places.length - 1;
  return isRange ? `${nameOf(from)}–${nameOf(to)}` : places.map((place) => nameOf(weekDays[place] ?? from)).join(', ');
}
