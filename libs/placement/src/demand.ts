import type { ResourceRequest } from '@enginehouse/contracts';

/** What a cpu version claims of a worker's memory where the user names no amount: engines that load nothing fit, and a host is not filled without end. */
export const defaultCpuMemoryMib = 1024;

/** What one replica will claim, after the defaults for its framework. */
export interface Demand {
  readonly framework: string;
  readonly gpus: number;
  /** MiB on each GPU; null claims every GPU whole. */
  readonly gpuMemoryMib: number | null;
  readonly memoryMib: number;
  readonly cpus: number;
}

/** Completes a request: one whole GPU for a GPU framework, 1 GiB of memory for cpu, nothing else that was not asked for. */
export function demandOf(resources: ResourceRequest, framework: string): Demand {
  const onCpu = framework === 'cpu';
  return {
    framework,
    gpus: resources.gpus ?? (onCpu ? 0 : 1),
    gpuMemoryMib: resources.gpuMemoryMib ?? null,
    memoryMib: resources.memoryMib ?? (onCpu ? defaultCpuMemoryMib : 0),
    cpus: resources.cpus ?? 0,
  };
}
