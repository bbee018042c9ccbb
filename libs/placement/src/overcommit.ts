import type { WorkerReport } from '@enginehouse/contracts';
import { deviceUsage, type WorkerUsage } from './ledger.js';
import { memoryOf, plain } from './units.js';

/** What of a worker is claimed beyond what it has, in words; empty for every worker that was only ever given what fits. */
export function overcommitOf(capacity: WorkerReport, usage: WorkerUsage): readonly string[] {
  const known = new Map(capacity.devices.map((device) => [device.uuid, device]));
  const devices = [...usage.devices].flatMap(([uuid, { claimedMib }]) => {
    const memoryMib = known.get(uuid)?.memoryMib ?? 0;
    return claimedMib > memoryMib ? [`GPU ${uuid}: ${memoryOf(claimedMib, memoryMib)} claimed`] : [];
  });
  const memory = usage.memoryMib > capacity.memoryMib ? [memoryOf(usage.memoryMib, capacity.memoryMib)] : [];
  const cpus = usage.cpus > capacity.cpus ? [`${plain(usage.cpus)} of ${plain(capacity.cpus)} CPUs claimed`] : [];
  return [...devices, ...memory.map((text) => `memory: ${text} claimed`), ...cpus];
}

/** How much of a device is free, in MiB. */
export const freeOn = (usage: WorkerUsage, device: { readonly uuid: string; readonly memoryMib: number }): number =>
  device.memoryMib - deviceUsage(usage, device.uuid).claimedMib;
