import { z } from 'zod';
import type { AmdGpu } from './amd-gpu.js';

/** What to ask `amd-smi` for; `parseAmdSmi` reads both answers. */
export const amdSmiList = ['list', '--json'] as const;
export const amdSmiStatic = ['static', '--asic', '--bus', '--vram', '--json'] as const;

const listed = z.object({ gpu: z.number().int(), bdf: z.string().optional(), uuid: z.string().optional() });

/** Older releases write the number and its unit next to each other. */
const size = z.union([z.object({ value: z.number(), unit: z.string() }), z.number(), z.string()]);

const described = z.object({
  gpu: z.number().int(),
  asic: z.object({ market_name: z.string().optional() }).optional(),
  bus: z.object({ bdf: z.string().optional() }).optional(),
  vram: z.object({ size: size.optional() }).optional(),
});

/** Since ROCm 7 the list is wrapped in an object. */
const wrapped = <T extends z.ZodType>(item: T) => {
  const list = z.array(item);
  return z.union([list, z.object({ gpu_data: list }).transform(({ gpu_data }) => gpu_data)]);
};

/** Reads amd-smi's two answers; null where they are none. */
export function parseAmdSmi(list: string, details: string): AmdGpu[] | null {
  const gpus = wrapped(described).safeParse(jsonOf(details));
  if (!gpus.success) return null;
  const names = wrapped(listed).safeParse(jsonOf(list)).data ?? [];
  return gpus.data.map(({ gpu, asic, bus, vram }) => {
    const name = names.find((each) => each.gpu === gpu);
    return {
      index: gpu,
      uuid: name?.uuid ?? null,
      name: asic?.market_name ?? 'AMD GPU',
      memoryMib: mebibytesOf(vram?.size),
      bus: (bus?.bdf ?? name?.bdf)?.toLowerCase() ?? null,
    };
  });
}

/** What amd-smi calls MB are mebibytes. `N/A` is no number. */
function mebibytesOf(value: z.output<typeof size> | undefined): number | null {
  if (value === undefined) return null;
  if (typeof value !== 'object') return wholeNumber(Number.parseFloat(String(value)));
  return wholeNumber(value.unit.toUpperCase().startsWith('G') ? value.value * 1024 : value.value);
}

const wholeNumber = (value: number): number | null => (Number.isFinite(value) && value >= 0 ? Math.floor(value) : null);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
