import { z } from 'zod';

/** Query flags: `?force`, `?force=true`, `?force=false`. */
export const flag = z
  .enum(['', 'true', 'false'])
  .default('false')
  .transform((text) => text !== 'false');

/** A whole number in a query. */
export const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** What every command answers: the revision it led to, and whether anything changed. */
export const done = z.object({ revision: z.number().int(), changed: z.boolean() });

export const nameParam = z.object({ name: z.string().min(1).max(128) });

/** A list that is not paged. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
