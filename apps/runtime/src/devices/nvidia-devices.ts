import { memoryOfProfile, type MigDevice, type MigMemory } from './nvidia-mig.js';
import type { NvidiaGpu } from './nvidia-smi.js';
import type { Detection, ProbedDevice } from './probed-device.js';

/** What nvidia-smi said, read. */
export interface NvidiaFindings {
  readonly gpus: readonly NvidiaGpu[];
  readonly parts: readonly MigDevice[];
  readonly partMemory: MigMemory;
  /** A GPU without memory of its own (Jetson, GB10) shares the host's. */
  readonly hostMemoryMib: number;
}

/**
 * Parts of GPUs are counted from here, a sixteen for each GPU: their numbers must not change those of whole GPUs, and
 * must stay when another GPU is divided differently.
 */
const firstPartIndex = 512;
const partsPerGpu = 16;

/** The devices to schedule on: whole GPUs, and the parts of those in multi-instance mode instead of them. */
export function nvidiaDevices(findings: NvidiaFindings): Pick<Detection, 'devices' | 'warnings'> {
  const perGpu = findings.gpus.map((gpu) => devicesOf(gpu, findings));
  return { devices: perGpu.flatMap(({ devices }) => devices), warnings: perGpu.flatMap(({ warnings }) => warnings) };
}

function devicesOf(gpu: NvidiaGpu, findings: NvidiaFindings): Pick<Detection, 'devices' | 'warnings'> {
  const parts = findings.parts.filter(({ gpuUuid }) => gpuUuid === gpu.uuid);
  if (parts.length > 0) return { devices: parts.flatMap((part) => deviceOfPart(gpu, part, findings)), warnings: [] };
  if (findings.partMemory.has(gpu.uuid)) {
    return { devices: [], warnings: [`GPU ${gpu.index} is in MIG mode but not divided: nothing can run on it`] };
  }
  return wholeGpu(gpu, findings.hostMemoryMib);
}

function wholeGpu(gpu: NvidiaGpu, hostMemoryMib: number): Pick<Detection, 'devices' | 'warnings'> {
  const { index, uuid, name, memoryMib } = gpu;
  const known = memoryMib !== null && memoryMib >= 1;
  const device = { ...nvidia(index, uuid), name, memoryMib: known ? Math.floor(memoryMib) : hostMemoryMib };
  const shared = `GPU ${index} (${name}) names no memory of its own: the host's ${hostMemoryMib} MiB are taken for it`;
  return { devices: [device], warnings: known ? [] : [shared] };
}

function deviceOfPart(gpu: NvidiaGpu, part: MigDevice, { partMemory }: NvidiaFindings): ProbedDevice[] {
  const memoryMib = partMemory.get(gpu.uuid)?.get(part.part) ?? memoryOfProfile(part.profile);
  if (memoryMib === null || part.part >= partsPerGpu) return [];
  const index = firstPartIndex + gpu.index * partsPerGpu + part.part;
  return [{ ...nvidia(index, part.uuid), name: `${gpu.name} MIG ${part.profile}`, memoryMib }];
}

const nvidia = (index: number, uuid: string) =>
  ({ index, uuid, vendor: 'nvidia', framework: 'cuda', access: { kind: 'nvidia', index, uuid } }) as const;
