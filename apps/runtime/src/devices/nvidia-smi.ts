/** What to ask `nvidia-smi` for the GPUs; `parseNvidiaGpus` reads the answer. */
export const nvidiaQuery = [
  '--query-gpu=index,uuid,name,memory.total,memory.used,utilization.gpu,driver_version',
  '--format=csv,noheader,nounits',
] as const;

/** One GPU as nvidia-smi lists it; null where it has no value for it. */
export interface NvidiaGpu {
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  readonly memoryMib: number | null;
  readonly memoryUsedMib: number | null;
  readonly utilizationPercent: number | null;
  readonly driver: string;
}

/** Reads nvidia-smi's CSV. Lines that are none, such as one about a GPU that was lost, come back as they are. */
export function parseNvidiaGpus(text: string): {
  readonly gpus: readonly NvidiaGpu[];
  readonly oddLines: readonly string[];
} {
  const lines = text.split('\n').map((line) => line.trim());
  const parsed = lines.filter((line) => line !== '').map((line) => ({ line, gpu: parseGpu(line) }));
  return {
    gpus: parsed.flatMap(({ gpu }) => (gpu === null ? [] : [gpu])),
    oddLines: parsed.flatMap(({ line, gpu }) => (gpu === null ? [line] : [])),
  };
}

/** The name stands in the middle and may hold a comma itself. */
function parseGpu(line: string): NvidiaGpu | null {
  const cells = line.split(',').map((cell) => cell.trim());
  const [index, uuid, ...rest] = cells;
  const [driver = '', utilization, used, total] = rest.splice(-4).toReversed();
  if (index === undefined || !/^\d+$/.test(index) || !uuid?.startsWith('GPU-') || rest.length === 0) return null;
  return {
    index: Number(index),
    uuid,
    name: rest.join(', '),
    memoryMib: numberOf(total),
    memoryUsedMib: numberOf(used),
    utilizationPercent: numberOf(utilization),
    driver,
  };
}

/** `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `[GPU requires reset]` are no numbers. */
const numberOf = (cell: string | undefined): number | null =>
  cell !== undefined && /^\d+(?:\.\d+)?$/.test(cell) ? Number(cell) : null;
