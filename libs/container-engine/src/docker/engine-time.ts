/** ISO 8601 as the engine's API wants times in queries: seconds since 1970, a dot, nine digits of nanoseconds. */
export function engineTime(iso: string): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  const fraction = /\.(\d{1,9})/.exec(iso)?.[1] ?? '';
  return `${seconds}.${fraction.padEnd(9, '0')}`;
}

/** Nanoseconds since 1970, as text because they do not fit a number, as ISO 8601 with nanoseconds. */
export function isoOfNanos(nanos: string): string {
  const seconds = nanos.slice(0, -9) || '0';
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${nanos.slice(-9).padStart(9, '0')}Z`;
}
