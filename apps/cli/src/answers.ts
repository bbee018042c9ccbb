import { z } from 'zod';

/** What every command of the API answers. */
export const done = z.object({ revision: z.number().int(), changed: z.boolean() });

/** A list that is not paged. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
