import { z } from 'zod';

/** Why a worker was passed over. The filters run in this order and a worker is counted at the first that rejects it. */
export const rejectionCode = z.enum([
  'worker-not-ready',
  'worker-cordoned',
  'framework-missing',
  'labels-mismatch',
  'not-chosen-by-user',
  'model-path-not-allowed',
  'profile-not-allowed',
  'gpu-count',
  'gpu-memory',
  'memory',
  'cpus',
]);
export type RejectionCode = z.infer<typeof rejectionCode>;

/** The stored answer to "why there?" or "why not yet?" (product row D6, `explain`). */
export const explanation = z.object({
  outcome: z.enum(['placed', 'waiting']),
  /** One sentence for people. */
  text: z.string(),
  strategy: z.enum(['spread', 'binpack']),
  considered: z.number().int(),
  rejected: z.array(
    z.object({
      code: rejectionCode,
      count: z.number().int(),
      /** The first few workers, each with its numbers. */
      workers: z.array(z.object({ worker: z.string(), detail: z.string() })),
    }),
  ),
  /** The best candidates, best first, with the terms that add up to the score. */
  candidates: z.array(
    z.object({ worker: z.string(), score: z.number(), terms: z.record(z.string(), z.number()), chosen: z.boolean() }),
  ),
});
export type Explanation = z.infer<typeof explanation>;
