import { z } from 'zod';

/**
 * What the catalog tells over core NATS each time its answers about backends change, before it answers the change
 * itself, and every few seconds so that a listener knows that it would be told.
 */
export const catalogNews = z.object({
  /** The NATS server that it is told on; null where that is one of several. Only on one server everything is in order. */
  server: z.string().nullable(),
  /** The backends' names in lower case; null: any may have changed. */
  changed: z.array(z.string()).nullable(),
});
export type CatalogNews = z.infer<typeof catalogNews>;

/** Where the catalog tells it. */
export const catalogNewsSubject = 'catalog.news';

/** How often it tells that it is there, in milliseconds, though nothing has changed. */
export const catalogNewsEveryMs = 2000;
