import type { RejectedEntry } from '@enginehouse/contracts';

const longestDetail = 500;

/** Why an entry was rejected, in one line: the first reason, and how many more there are. */
export function reasonOf({ errors }: Pick<RejectedEntry, 'errors'>): string {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const at = first && first.path.length > 0 ? `${first.path.join('.')}: ` : '';
  return `${at}${first?.detail ?? 'it is not valid'}`.slice(0, longestDetail) + more;
}
