import type { WeightsEstimate } from '@enginehouse/contracts';

const size = (mib: number): string => (mib >= 1024 ? `${tenths(mib / 1024)} GiB` : `${tenths(mib)} MiB`);
const tenths = (value: number): string => String(Math.round(value * 10) / 10);

/** How much GPU memory the weights of a model may need, with its arithmetic. */
export function estimateText(estimate: WeightsEstimate, gpus: number): string {
  const { weightsBytes, files, worker, factor, extraMib, totalMib, gpuMemoryMibEach } = estimate;
  const found = `${size(weightsBytes / 1_048_576)} (${files} ${files === 1 ? 'file' : 'files'}, on ${worker})`;
  const shared = gpus === 1 ? ' on 1 GPU' : `: ${size(gpuMemoryMibEach)} on each of ${gpus} GPUs`;
  return `Weights ${found} × ${factor} + ${size(extraMib)} = ${size(totalMib)}${shared}`;
}
