import type { ModelWeights, WeightsEstimate } from '@enginehouse/contracts';

/** Weights of text models are loaded with a fifth more for caches and activations, and 2 GiB for the engine itself. */
const factor = 1.2;
const extraMib = 2048;
const mib = 1_048_576;

/** The memory that weights need on so many GPUs, in MiB, each figure rounded up. */
export function estimateOf(weights: ModelWeights, gpus: number): Omit<WeightsEstimate, 'worker'> {
  // In whole numbers: bytes times 1.2 would bring a fraction that rounds up to a MiB too many.
  const totalMib = Math.ceil((weights.weightsBytes * 12) / (10 * mib)) + extraMib;
  return { ...weights, factor, extraMib, totalMib, gpuMemoryMibEach: Math.ceil(totalMib / gpus) };
}
