import { z } from 'zod';

/** What a change of a backend would mean for one deployment that uses it. Running instances keep their pinned revision. */
export const changeImpact = z.object({
  deployment: z.string(),
  /** The version it runs or would get; null where it has none yet. */
  version: z.string().nullable(),
  /** Whether the change touches that version (or what every version inherits). */
  affected: z.boolean(),
  /** The revision it is pinned to, and the backend's current one; they differ where it runs an older one. */
  runningRevision: z.number().int(),
  currentRevision: z.number().int(),
  outdated: z.boolean(),
  stopped: z.boolean(),
  /** Whether its replicas would find a place if it were rolled to the changed definition. */
  placeable: z.boolean(),
  /** Why, in plain words; says also what runs now. */
  reason: z.string(),
});
export type ChangeImpact = z.infer<typeof changeImpact>;
