import type { WorkerDevice, WorkerReport } from '@enginehouse/contracts';
import { demandOf, type Demand } from './demand.js';
import type { Ledger, WorkerUsage } from './ledger.js';
import { freeOn } from './overcommit.js';
import type { PlacementAsk, VersionOption, WorkerSnapshot } from './placement-ask.js';

/** One worker under consideration for one replica, with everything that filters and scores look at. */
export interface Candidate {
  readonly ask: PlacementAsk;
  readonly worker: WorkerSnapshot;
  readonly capacity: WorkerReport;
  readonly usage: WorkerUsage;
  /** The option this worker would run; undefined where it has none of their frameworks. */
  readonly option: VersionOption | undefined;
  readonly demand: Demand;
  /** Devices of the option's framework that the user's choice leaves. */
  readonly devices: readonly WorkerDevice[];
}

/** Looks at a worker with a replica's eyes: which version it would run there, on which devices. */
export function candidateFor(ask: PlacementAsk, worker: WorkerSnapshot, ledger: Ledger): Candidate {
  const { report: capacity } = worker;
  const option = ask.options.find(({ framework }) => capacity.frameworks.includes(framework));
  const framework = option?.framework ?? 'cpu';
  return {
    ask,
    worker,
    capacity,
    usage: ledger.usageOf(capacity.name),
    option,
    demand: demandOf(ask.resources, framework),
    devices: capacity.devices.filter(
      (device) => device.framework === framework && isChosen(ask, capacity.name, device),
    ),
  };
}

/** The candidate's devices that have room for the replica's share now. */
export const devicesWithRoom = (candidate: Candidate): readonly WorkerDevice[] =>
  candidate.devices.filter((device) => freeOn(candidate.usage, device) >= shareOf(candidate.demand, device));

/** MiB that the replica claims on a device: what was asked for, else all of it. */
export const shareOf = (demand: Demand, device: WorkerDevice): number => demand.gpuMemoryMib ?? device.memoryMib;

function isChosen({ placement }: PlacementAsk, worker: string, device: WorkerDevice): boolean {
  return !placement.gpus || placement.gpus.some((each) => each.worker === worker && each.index === device.index);
}
