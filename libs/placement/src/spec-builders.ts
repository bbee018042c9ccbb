import type { WorkerDevice, WorkerReport } from '@enginehouse/contracts';
import type { Ledger } from './ledger.js';
import type { PlacementAsk, VersionOption, WorkerSnapshot } from './placement-ask.js';

/** What the specs of this library start from: small, complete values, of which each spec changes what it is about. */
export const gpu = (index: number, more: Partial<WorkerDevice> = {}): WorkerDevice => ({
  index,
  uuid: `GPU-${index}`,
  vendor: 'nvidia',
  name: 'NVIDIA A10',
  framework: 'cuda',
  memoryMib: 24_576,
  ...more,
});

export const report = (name: string, more: Partial<WorkerReport> = {}): WorkerReport => ({
  name,
  address: '10.0.0.1',
  version: '1.0.0',
  engine: { name: 'docker', version: '20.10.24' },
  labels: {},
  cpus: 8,
  memoryMib: 24_064,
  disk: { path: '/', totalMib: 100_000, freeMib: 50_000 },
  devices: [],
  frameworks: more.devices?.length ? [...new Set([...more.devices.map((each) => each.framework), 'cpu'])] : ['cpu'],
  modelRoots: ['/models'],
  securityProfiles: ['baseline', 'restricted'],
  warnings: [],
  ...more,
});

export const worker = (
  name: string,
  more: Partial<WorkerReport> = {},
  state: Partial<Omit<WorkerSnapshot, 'report'>> = {},
): WorkerSnapshot => ({ report: report(name, more), ready: true, notReadyReason: '', cordoned: false, ...state });

export const option = (framework: string, version = '1.0.0'): VersionOption => ({
  version,
  framework,
  image: `engine:${version}-${framework}`,
  reason: 'chosen by the user',
});

export const ask = (more: Partial<PlacementAsk> = {}): PlacementAsk => ({
  deployment: 'demo',
  options: [option('cpu')],
  resources: {},
  placement: { strategy: 'spread', workerLabels: {} },
  modelPath: null,
  profile: 'baseline',
  ...more,
});

/** Holds memory on a worker for an instance, and for a deployment of the same name where none is given. */
export function holdMemory(
  ledger: Ledger,
  on: string,
  memoryMib: number,
  instance: string,
  deployment = instance,
): void {
  ledger.hold({ instance, deployment, worker: on, claim: { gpus: [], memoryMib, cpus: 0 } });
}

/** Holds a share of a GPU. */
export function holdGpu(ledger: Ledger, on: string, index: number, claimMib: number, instance: string): void {
  const gpus = [{ index, uuid: `GPU-${index}`, vendor: 'nvidia', claimMib }];
  ledger.hold({ instance, deployment: instance, worker: on, claim: { gpus, memoryMib: 0, cpus: 0 } });
}
