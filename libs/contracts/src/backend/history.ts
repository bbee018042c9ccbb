import { z } from 'zod';

/**
 * One field that differs; `before` or `after` is left out where there is none. Versions stand in the path by name and
 * images by framework: `['versions', '1.10', 'images', 'cuda']`. The path `['versions']` is their order, as names.
 */
export const fieldChange = z.object({
  path: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

/**
 * The difference between two revisions of a backend. A revision at which it did not exist or was deleted has an empty
 * definition; `from` is 0 before its first one. Where all of it is too large for one answer, long texts are cut short.
 */
export const definitionDiff = z.object({
  name: z.string(),
  from: z.number().int(),
  to: z.number().int(),
  changes: z.array(fieldChange),
});
export type DefinitionDiff = z.infer<typeof definitionDiff>;

/** One change of the catalog: who, when, what, on which backend and why. */
export const auditEntry = z.object({
  position: z.number().int(),
  backend: z.string(),
  /** How many events the backend had with this one. */
  version: z.number().int(),
  type: z.string(),
  at: z.string(),
  actor: z.string(),
  reason: z.string().optional(),
  correlationId: z.string(),
  /** The change in plain words. */
  text: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
