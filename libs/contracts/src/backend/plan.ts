import { z } from 'zod';
import { problem } from '../problem.js';
import { changeImpact } from '../scheduling/impact.js';
import { backendDefinition } from './definition.js';
import { fieldChange } from './history.js';

/** One document of an apply: a definition, or GPUStack's YAML (one backend). `source` says where it was read, for messages. */
export const planDocument = z.object({
  source: z.string().max(4096).default(''),
  definition: backendDefinition.optional(),
  yaml: z.string().optional(),
});
export type PlanDocument = z.infer<typeof planDocument>;

/** What would happen to one backend, and to the deployments that use it. `refused` carries why it cannot be done. */
export const plannedChange = z.object({
  name: z.string(),
  /** Index into the documents; null for what is deleted because no document names it. */
  document: z.number().int().nullable(),
  source: z.string(),
  action: z.enum(['create', 'change', 'unchanged', 'delete', 'refused']),
  /** The revision that the plan was made against; send it as `If-Match`. Null where the backend does not exist. */
  revision: z.number().int().nullable(),
  changes: z.array(fieldChange),
  impact: z.array(changeImpact),
  /** Set where the scheduler could not be asked: the impact is not known. */
  impactUnknown: z.string().optional(),
  problem: problem.optional(),
});
export type PlannedChange = z.infer<typeof plannedChange>;

/** The whole of a plan. `head` is the log position that it was made at. */
export const applyPlan = z.object({
  head: z.number().int(),
  applySet: z.string(),
  prune: z.boolean(),
  items: z.array(plannedChange),
  summary: z.object({
    create: z.number().int(),
    change: z.number().int(),
    unchanged: z.number().int(),
    delete: z.number().int(),
    refused: z.number().int(),
  }),
});
export type ApplyPlan = z.infer<typeof applyPlan>;
