import { applyPlan, applySetName, namedBackend, planDocument } from '../index.js';
import { z } from 'zod';
import { flag } from './parts.js';
import { defineRoute, type Route } from './route.js';

/** A document as a client sends it. What is wrong with one is told in its item of the plan, so any map will do here. */
const sentDocument = planDocument
  .extend({
    definition: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('A backend definition, as `PUT /v1/backends/{name}` takes it'),
    yaml: z.string().optional().describe("GPUStack's YAML of one backend, instead of `definition`"),
  })
  .strict();

/** What an apply consists of. Larger ones are planned in parts, with `prune` in the last. */
export const planBody = z
  .object({
    documents: z.array(sentDocument).max(1000),
    applySet: applySetName.optional(),
    prune: z.boolean().optional().describe('Also delete what this set made earlier and no document describes any more'),
    lock: z.boolean().optional().describe('As for an apply that stores every image by its digest'),
    named: z
      .array(namedBackend)
      .max(10_000)
      .optional()
      .describe('The names in the plans of the parts before this one: taken, and not deleted'),
  })
  .strict();
export type PlanBody = z.infer<typeof planBody>;

/** Planning an apply of many documents. */
export const planRoutes = {
  plan: defineRoute({
    method: 'POST',
    path: '/v1/plan',
    operation: 'planApply',
    tag: 'backends',
    summary: 'Tells what applying documents would change, and for which deployments; changes nothing',
    access: 'viewer',
    query: z
      .object({
        applySet: applySetName.optional().describe('Where the body is YAML, or does not say it'),
        prune: flag.describe('Where the body is YAML, or does not say it'),
        lock: flag.describe('Where the body is YAML, or does not say it'),
      })
      .strict(),
    body: planBody,
    yamlBody: true,
    answer: { status: 200, description: 'The plan; a document that is refused carries its problem', schema: applyPlan },
    errors: [],
  }),
} satisfies Record<string, Route>;
