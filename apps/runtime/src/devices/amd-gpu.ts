import type { Detection, ProbedDevice } from './probed-device.js';

/** One GPU as AMD's tools list it. */
export interface AmdGpu {
  readonly index: number;
  readonly uuid: string | null;
  readonly name: string;
  readonly memoryMib: number | null;
  /** Its PCI address, `0000:05:00.0`. */
  readonly bus: string | null;
}

/** Where the device files of a GPU are. */
export interface AmdDeviceFiles {
  readonly paths: readonly string[];
  readonly groupIds: readonly number[];
}

/** Less memory than this has only the graphics part of a processor, which no engine can use. */
const leastMemoryMib = 1024;

/** The devices to schedule on. A GPU whose device files cannot be found is left out: it could not be handed over alone. */
export function amdDevices(
  gpus: readonly AmdGpu[],
  filesOf: (gpu: AmdGpu) => AmdDeviceFiles | null,
): Pick<Detection, 'devices' | 'warnings'> {
  const perGpu = gpus.map((gpu) => deviceOf(gpu, filesOf(gpu)));
  return {
    devices: perGpu.flatMap((found) => (typeof found === 'string' ? [] : [found])),
    warnings: perGpu.flatMap((found) => (typeof found === 'string' ? [found] : [])),
  };
}

function deviceOf(gpu: AmdGpu, files: AmdDeviceFiles | null): ProbedDevice | string {
  const what = `GPU ${gpu.index} (${gpu.name})`;
  if (gpu.memoryMib === null) return `${what} names no memory and is left out`;
  if (gpu.memoryMib < leastMemoryMib) return `${what} has only ${gpu.memoryMib} MiB and is left out`;
  if (files === null) return `the device files of ${what} were not found below /dev/dri: it is left out`;
  return {
    index: gpu.index,
    uuid: gpu.uuid ?? `amd-${gpu.bus ?? gpu.index}`,
    vendor: 'amd',
    name: gpu.name,
    framework: 'rocm',
    memoryMib: gpu.memoryMib,
    access: { kind: 'files', ...files },
  };
}
