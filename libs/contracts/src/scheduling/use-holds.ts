import { z } from 'zod';

/**
 * While the catalog removes a backend (`versions` null) or some of its versions, no deployment may begin to use them.
 * Stream `use:<lower-case backend>`. The revision of a release is a fence: from then on no deployment is made from an
 * older reading of the backend.
 */
export const useEvents = {
  UseHeld: z.object({ hold: z.string(), backend: z.string(), versions: z.array(z.string()).nullable() }),
  UseReleased: z.object({ hold: z.string(), backend: z.string(), revision: z.number().int() }),
} as const;
