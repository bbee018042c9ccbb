import type { Problem } from '@enginehouse/contracts';

/** The sentence of a problem, where the fields at fault below it do not say the same. */
export function detailOf({ detail, errors = [] }: Problem): string | undefined {
  const [first] = errors;
  if (!first) return detail;
  const path = first.path.length > 0 ? `${first.path.join('.')}: ` : '';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return detail === `${path}${first.detail}${more}` ? undefined : detail;
}

/** The code, and the id to search the logs for where those tell more: what was refused needs nobody to look there. */
export const marksOf = ({ code, status, correlationId }: Problem): string =>
  [code, status >= 400 && status < 500 ? undefined : correlationId].filter(Boolean).join(' · ');
