import { nameList, type RejectionCode } from '@enginehouse/contracts';
import { devicesWithRoom, shareOf, type Candidate } from './candidate.js';
import { deviceUsage } from './ledger.js';
import { freeOn } from './overcommit.js';
import { memoryOf, memoryText, plain } from './units.js';

/** One reason to pass a worker over: its stable code and, where it applies, the worker's numbers in words. */
export interface Filter {
  readonly code: RejectionCode;
  /** Null where the worker passes. */
  readonly rejects: (candidate: Candidate) => string | null;
}

/** In the order of `rejectionCode`: a worker is counted at the first that rejects it. */
export const filters: readonly Filter[] = [
  { code: 'worker-not-ready', rejects: ({ worker }) => (worker.ready ? null : worker.notReadyReason) },
  { code: 'worker-cordoned', rejects: ({ worker }) => (worker.cordoned ? 'cordoned' : null) },
  {
    code: 'framework-missing',
    rejects: ({ option, capacity }) => (option ? null : hasFrameworks(capacity.frameworks)),
  },
  { code: 'labels-mismatch', rejects: labelsMismatch },
  { code: 'not-chosen-by-user', rejects: notChosen },
  { code: 'model-path-not-allowed', rejects: modelPathNotAllowed },
  { code: 'profile-not-allowed', rejects: profileNotAllowed },
  { code: 'gpu-count', rejects: tooFewGpus },
  { code: 'gpu-memory', rejects: tooLittleGpuMemory },
  { code: 'memory', rejects: tooLittleMemory },
  { code: 'cpus', rejects: tooFewCpus },
];

const hasFrameworks = (frameworks: readonly string[]): string =>
  frameworks.length === 0 ? 'has no framework' : `has ${frameworks.join(', ')}`;

function labelsMismatch({ ask, capacity }: Candidate): string | null {
  const wrong = Object.entries(ask.placement.workerLabels).filter(([key, value]) => capacity.labels[key] !== value);
  const found = wrong.map(([key]) => (key in capacity.labels ? `${key}=${capacity.labels[key]}` : `no label ${key}`));
  return found.length > 0 ? `has ${found.join(', ')}` : null;
}

function notChosen({ ask, capacity }: Candidate): string | null {
  const chosen = ask.placement.gpus;
  return !chosen || chosen.some(({ worker }) => worker === capacity.name) ? null : 'none of its GPUs was chosen';
}

function modelPathNotAllowed({ ask, capacity }: Candidate): string | null {
  const { modelPath } = ask;
  if (modelPath === null || capacity.modelRoots.some((root) => isBelow(root, modelPath))) {
    return null;
  }
  return capacity.modelRoots.length === 0 ? 'offers no model directory' : `offers ${capacity.modelRoots.join(', ')}`;
}

function isBelow(root: string, path: string): boolean {
  const base = root.replace(/\/+$/, '');
  return !path.split('/').includes('..') && (path === base || path.startsWith(`${base}/`));
}

function profileNotAllowed({ ask, capacity }: Candidate): string | null {
  return capacity.securityProfiles.includes(ask.profile) ? null : `allows ${capacity.securityProfiles.join(', ')}`;
}

function tooFewGpus({ ask, demand, devices }: Candidate): string | null {
  if (devices.length >= demand.gpus) {
    return null;
  }
  if (ask.placement.gpus) {
    return `has ${devices.length} of the chosen GPUs`;
  }
  if (demand.framework === 'cpu') {
    return 'what runs on the cpu framework uses no GPU';
  }
  return `has ${devices.length === 0 ? 'no' : devices.length} ${demand.framework} GPU${devices.length > 1 ? 's' : ''}`;
}

function tooLittleGpuMemory(candidate: Candidate): string | null {
  const { demand, devices, usage } = candidate;
  if (devicesWithRoom(candidate).length >= demand.gpus) {
    return null;
  }
  const short = devices.filter((device) => freeOn(usage, device) < shareOf(demand, device));
  const first = short.slice(0, 4).map((device) => {
    const { instances } = deviceUsage(usage, device.uuid);
    const holders = instances.length > 0 ? `, held by ${nameList(instances, 3)}` : '';
    return `GPU ${device.index}: ${memoryOf(freeOn(usage, device), device.memoryMib)} free${holders}`;
  });
  return first.join('; ');
}

function tooLittleMemory({ demand, capacity, usage }: Candidate): string | null {
  const free = capacity.memoryMib - usage.memoryMib;
  return free >= demand.memoryMib
    ? null
    : `${memoryOf(free, capacity.memoryMib)} free, ${memoryText(demand.memoryMib)} needed`;
}

function tooFewCpus({ demand, capacity, usage }: Candidate): string | null {
  const free = capacity.cpus - usage.cpus;
  return free >= demand.cpus
    ? null
    : `${plain(free)} of ${plain(capacity.cpus)} CPUs free, ${plain(demand.cpus)} needed`;
}
