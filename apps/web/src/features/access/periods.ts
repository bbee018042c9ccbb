/** How long a token may live, in seconds; undefined: without an end. */
export const periods = { hour: 3600, day: 86_400, month: 30 * 86_400, year: 365 * 86_400, never: undefined } as const;
export type Period = keyof typeof periods;
export const periodNames = Object.keys(periods) as readonly Period[];

/** The part of a request that says when a token ends. */
export function expiry(period: Period): { readonly expiresInSeconds?: number } {
  const seconds = periods[period];
  return seconds === undefined ? {} : { expiresInSeconds: seconds };
}
