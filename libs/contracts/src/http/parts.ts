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

/** A name in an address. No store can hold a NUL character, so nothing has a name with one. */
export const nameParam = z.object({
  name: z
    .string()
    .min(1)
    .max(128)
    .refine((text) => !text.includes('\0'), 'a name holds no NUL character'),
});

/** A list that is not paged. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
