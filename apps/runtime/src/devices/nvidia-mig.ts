/** A part of a GPU that NVIDIA's multi-instance mode made a device of its own. */
export interface MigDevice {
  readonly gpuUuid: string;
  /** Counts the parts of one GPU. */
  readonly part: number;
  readonly uuid: string;
  /** Such as `3g.20gb`. */
  readonly profile: string;
}

/** Reads the parts from `nvidia-smi -L`. */
export function parseMigDevices(text: string): MigDevice[] {
  const found: MigDevice[] = [];
  let gpuUuid: string | undefined;
  for (const line of text.split('\n')) {
    gpuUuid = /^GPU \d+: .*\(UUID: (GPU-[^)]+)\)/.exec(line)?.[1] ?? gpuUuid;
    const [, profile, part, uuid] = /^\s+MIG (\S+)\s+Device\s+(\d+): \(UUID: (MIG-[^)]+)\)/.exec(line) ?? [];
    if (gpuUuid === undefined || profile === undefined || part === undefined || uuid === undefined) continue;
    found.push({ gpuUuid, part: Number(part), uuid, profile });
  }
  return found;
}

/** Which GPUs are in multi-instance mode, by UUID, and how much memory each of their parts has, in MiB. */
export type MigMemory = ReadonlyMap<string, ReadonlyMap<number, number>>;

/**
 * Reads the memory of the parts from `nvidia-smi -q -x`; a GPU in this mode without parts has an empty map. Only these
 * few elements are looked for, so no XML reader is needed.
 */
export function parseMigMemory(xml: string): MigMemory {
  const gpus = [...xml.matchAll(/<gpu id=[^>]*>([\s\S]*?)<\/gpu>/g)].map(([, body = '']) => body);
  return new Map(
    gpus
      .filter((body) => element(body, 'current_mig') === 'Enabled')
      .map((body) => [element(outsideParts(body), 'uuid') ?? '', memoryOfParts(body)]),
  );
}

function memoryOfParts(gpu: string): ReadonlyMap<number, number> {
  const parts = [...gpu.matchAll(/<mig_device>([\s\S]*?)<\/mig_device>/g)].map(([, body = '']) => body);
  return new Map(
    parts.flatMap((body) => {
      const total = Number.parseInt(element(element(body, 'fb_memory_usage') ?? '', 'total') ?? '', 10);
      const index = Number.parseInt(element(body, 'index') ?? '', 10);
      return Number.isInteger(total) && Number.isInteger(index) ? [[index, total] as const] : [];
    }),
  );
}

const outsideParts = (gpu: string): string => gpu.replaceAll(/<mig_devices>[\s\S]*?<\/mig_devices>/g, '');

const element = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1]?.trim();

/** The memory that a part's profile promises, for drivers that do not tell: `3g.20gb` is at least 20 × 10⁹ bytes less a tenth. */
export function memoryOfProfile(profile: string): number | null {
  const gigabytes = /\.(\d+)gb/.exec(profile)?.[1];
  return gigabytes === undefined ? null : Math.floor((Number(gigabytes) * 1e9 * 0.9) / 1_048_576);
}
