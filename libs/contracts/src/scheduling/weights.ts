import { z } from 'zod';
import { defineRequest } from '../request.js';

/** The files that a model's weights are, as a worker finds them. */
export const modelWeights = z.object({
  /** Bytes of all of them. */
  weightsBytes: z.number().int().min(0),
  files: z.number().int().min(0),
});
export type ModelWeights = z.infer<typeof modelWeights>;

/**
 * What the scheduler asks of a worker: how large the weights at a path are. Where the path is missing or not below a
 * model root, the worker answers `invalid-input`; where it cannot tell in time, `unavailable`.
 */
export const workerWeights = (worker: string) =>
  defineRequest(`worker.${worker}.weights`, z.object({ path: z.string().min(1).max(4096) }), modelWeights);

/** What a model may need of GPU memory, reckoned from its weights: advice, and never claimed by itself. */
export const weightsEstimate = modelWeights.extend({
  /** The worker that looked at the files. */
  worker: z.string(),
  /** What the weights are multiplied with. */
  factor: z.number(),
  /** What is added to that. */
  extraMib: z.number().int(),
  totalMib: z.number().int(),
  /** What of the total falls to each claimed GPU. */
  gpuMemoryMibEach: z.number().int(),
});
export type WeightsEstimate = z.infer<typeof weightsEstimate>;
