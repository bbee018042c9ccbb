import fs from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import { atMost, controlGroupLimits, type ControlGroupLimits } from '../../devices/control-group.js';
import type { HostFacts } from '../../ports.js';

const mebibyte = 1_048_576;

/** Processors and memory of this host, less where a control group limits this process. */
export function hostResources(sys: string): Pick<HostFacts, 'cpus' | 'memoryMib' | 'warnings'> {
  const has = { cpus: availableParallelism(), memoryMib: Math.floor(totalmem() / mebibyte) };
  const limits = limitsOf(path.join(sys, 'fs/cgroup'));
  const cpus = atMost(has.cpus, limits.cpus);
  const memoryMib = atMost(has.memoryMib, limits.memoryMib);
  return {
    cpus,
    memoryMib,
    warnings: [
      ...(cpus < has.cpus ? [`a control group limits this worker to ${cpus} of ${has.cpus} processors`] : []),
      ...(memoryMib < has.memoryMib
        ? [`a control group limits this worker to ${memoryMib} of ${has.memoryMib} MiB`]
        : []),
    ],
  };
}

/** Inside a container the root of the mounted control groups is its own; outside it there is no limit to read. */
function limitsOf(root: string): ControlGroupLimits {
  const read = (name: string) => {
    const file = path.join(root, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  return controlGroupLimits({
    cpuMax: read('cpu.max'),
    memoryMax: read('memory.max'),
    cfsQuota: read('cpu/cpu.cfs_quota_us'),
    cfsPeriod: read('cpu/cpu.cfs_period_us'),
    memoryLimit: read('memory/memory.limit_in_bytes'),
  });
}

/** The disk that a directory is on, or will be on when it is made. */
export async function diskOf(directory: string): Promise<HostFacts['disk']> {
  const existing = existsSync(directory) ? directory : path.dirname(directory);
  if (existing !== directory) return { ...(await diskOf(existing)), path: directory };
  const { blocks, bavail, bsize } = await fs.statfs(directory);
  const mebibytes = (count: number) => Math.floor((count * bsize) / mebibyte);
  return { path: directory, totalMib: mebibytes(blocks), freeMib: mebibytes(bavail) };
}
