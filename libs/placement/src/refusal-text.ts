import { rejectionCode, type Explanation, type RejectionCode } from '@enginehouse/contracts';
import { demandOf } from './demand.js';
import type { PlacementAsk } from './placement-ask.js';
import { counted, memoryText, plain } from './units.js';

type Rejected = Explanation['rejected'];

/** Says in one sentence why no worker fits; the headline is what stopped the worker that came furthest. */
export function refusalText(ask: PlacementAsk, considered: number, rejected: Rejected): string {
  if (considered === 0) {
    return 'no worker has joined yet';
  }
  const furthest = rejected.at(-1)?.code ?? 'worker-not-ready';
  const parts = rejected.map((each) => `${each.count} ${short(each.code, ask)} (${named(each)})`);
  return `${headline(furthest, ask)}: ${counted(considered, 'worker')}, ${parts.join(', ')}`;
}

function named({ count, workers }: Rejected[number]): string {
  const shown = workers.slice(0, 3).map(({ worker, detail }) => `${worker}: ${detail}`);
  return [...shown, ...(count > shown.length ? [`${count - shown.length} more`] : [])].join('; ');
}

/** Orders the reasons as the filters run. */
export const byFilterOrder = (a: { readonly code: RejectionCode }, b: { readonly code: RejectionCode }): number =>
  rejectionCode.options.indexOf(a.code) - rejectionCode.options.indexOf(b.code);

function headline(code: RejectionCode, ask: PlacementAsk): string {
  const wanted = wishes(ask);
  const texts: Record<RejectionCode, string> = {
    'worker-not-ready': 'no worker is ready',
    'worker-cordoned': 'every worker that is ready is cordoned',
    'framework-missing': `no worker with framework ${wanted.frameworks}`,
    'labels-mismatch': `no worker with labels ${wanted.labels}`,
    'not-chosen-by-user': 'no worker with the chosen GPUs can be used',
    'model-path-not-allowed': `no worker offers the model path ${ask.modelPath}`,
    'profile-not-allowed': `no worker allows the security profile ${ask.profile}`,
    'gpu-count': `no worker with ${wanted.gpus}`,
    'gpu-memory': `no worker with ${wanted.gpus} free`,
    memory: `no worker with ${wanted.memory} of memory free`,
    cpus: `no worker with ${wanted.cpus} free`,
  };
  return texts[code];
}

function short(code: RejectionCode, ask: PlacementAsk): string {
  const wanted = wishes(ask);
  const texts: Record<RejectionCode, string> = {
    'worker-not-ready': 'not ready',
    'worker-cordoned': 'cordoned',
    'framework-missing': `without ${wanted.frameworks}`,
    'labels-mismatch': 'with other labels',
    'not-chosen-by-user': 'not chosen',
    'model-path-not-allowed': 'without the model path',
    'profile-not-allowed': 'without the profile',
    'gpu-count': 'with too few GPUs',
    'gpu-memory': 'with too little GPU memory free',
    memory: 'with too little memory free',
    cpus: 'with too few CPUs free',
  };
  return texts[code];
}

function wishes(ask: PlacementAsk) {
  const frameworks = [...new Set(ask.options.map((option) => option.framework))];
  const demand = demandOf(ask.resources, frameworks.find((each) => each !== 'cpu') ?? 'cpu');
  const share = demand.gpuMemoryMib === null ? '' : ` with ${memoryText(demand.gpuMemoryMib)}`;
  return {
    frameworks: frameworks.length > 0 ? frameworks.join(' or ') : 'that any version of the backend offers',
    labels: Object.entries(ask.placement.workerLabels)
      .map(([key, value]) => `${key}=${value}`)
      .join(', '),
    gpus: counted(demand.gpus, demand.gpuMemoryMib === null ? 'whole GPU' : 'GPU') + share,
    memory: memoryText(Math.max(...frameworks.map((each) => demandOf(ask.resources, each).memoryMib), 0)),
    cpus: `${plain(demand.cpus)} CPUs`,
  };
}
