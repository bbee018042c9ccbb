/** A text of the address; undefined where there is none. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** One of several texts; anything else counts as none. */
export const choice = <const T extends string>(value: unknown, options: readonly T[]): T | undefined =>
  options.find((option) => option === value);

/** A page of ours; never an address elsewhere, which somebody might have put into a link. */
export const localPath = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined;

/** Yes or no; anything else counts as not said. */
export const flag = (value: unknown): boolean | undefined =>
  value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined;
