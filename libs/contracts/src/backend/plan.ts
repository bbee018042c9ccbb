import { z } from 'zod';
import { problem } from '../problem.js';
import { changeImpact } from '../scheduling/impact.js';
import { backendDefinition } from './definition.js';
import { fieldChange } from './history.js';

/** A set of documents that are applied together (`apply --set`). */
export const applySetName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}$/,
    'up to 128 letters, digits, ".", "_", "/" and "-", beginning with one of the first two',
  );
/** The set of who names none. */
export const defaultApplySet = 'default';

/** One document of an apply: a definition, or GPUStack's YAML (one backend). `source` says where it was read, for messages. */
export const planDocument = z.object({
  source: z.string().max(4096).default(''),
  /** The line of its source at which it begins: errors are counted from there. */
  line: z.number().int().positive().default(1),
  definition: backendDefinition.optional(),
  yaml: z.string().optional(),
});
export type PlanDocument = z.infer<typeof planDocument>;

/** A backend that another document describes, and where that was read. */
export const namedBackend = z.object({ name: z.string(), source: z.string() });
export type NamedBackend = z.infer<typeof namedBackend>;

/** What would happen to one backend, and to the deployments that use it. `refused` carries why it cannot be done. */
export const plannedChange = z.object({
  /** Empty where a document is so broken that no name can be found in it. */
  name: z.string(),
  /** Index into the documents; null for what is deleted because no document names it. */
  document: z.number().int().nullable(),
  source: z.string(),
  action: z.enum(['create', 'change', 'unchanged', 'delete', 'refused']),
  /** The revision that the plan was made against; send it as `If-Match`. Null where the backend does not exist. */
  revision: z.number().int().nullable(),
  /** Field by field; long values are cut short. */
  changes: z.array(fieldChange),
  /** How many more fields differ, where naming them all would be too much. */
  moreChanges: z.number().int().optional(),
  impact: z.array(changeImpact),
  /** How many more deployments use it, where naming them all would be too much. */
  moreImpact: z.number().int().optional(),
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

/** How many items of a plan there are of each kind. */
export function planSummary(items: readonly PlannedChange[]): ApplyPlan['summary'] {
  const count = (action: PlannedChange['action']) => items.filter((item) => item.action === action).length;
  return {
    create: count('create'),
    change: count('change'),
    unchanged: count('unchanged'),
    delete: count('delete'),
    refused: count('refused'),
  };
}

/** One plan from those of consecutive parts of the documents; the indexes of each part are to begin where the last ended. */
export function mergedPlan(first: ApplyPlan, ...others: readonly ApplyPlan[]): ApplyPlan {
  const parts = [first, ...others];
  const items = parts.flatMap((part) => part.items);
  return {
    head: Math.min(...parts.map((part) => part.head)),
    applySet: first.applySet,
    prune: parts.some((part) => part.prune),
    items,
    summary: planSummary(items),
  };
}
