import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { DeviceProbe, HostFacts } from '../../ports.js';

const mib = 1024 * 1024;

/** Knows processor, memory and disk, and no accelerators: a worker for the framework `cpu`. */
export class BasicDeviceProbe implements DeviceProbe {
  constructor(private readonly diskPath: string) {}

  async probe(): Promise<HostFacts> {
    const disk = await statfs(this.diskPath);
    return {
      cpus: availableParallelism(),
      memoryMib: Math.floor(totalmem() / mib),
      disk: {
        path: this.diskPath,
        totalMib: Math.floor((disk.blocks * disk.bsize) / mib),
        freeMib: Math.floor((disk.bavail * disk.bsize) / mib),
      },
      devices: [],
      frameworks: ['cpu'],
      warnings: [],
    };
  }
}
