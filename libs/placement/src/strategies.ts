import type { WorkerDevice } from '@enginehouse/contracts';
import { devicesWithRoom, shareOf, type Candidate } from './candidate.js';
import { freeOn } from './overcommit.js';

/** A way to rank the workers that fit. The terms add up to the score; the highest wins. */
export interface Strategy {
  readonly terms: (candidate: Candidate) => Readonly<Record<string, number>>;
  /** Which of the devices with room a replica takes. */
  readonly orderDevices: (candidate: Candidate, devices: readonly WorkerDevice[]) => readonly WorkerDevice[];
}

/** Above every other term: a cpu image is the fallback of a version that has one for the accelerator as well. */
const fallbackTerm = 100_000;
/** Above any difference in load. */
const replicaTerm = 1000;
const loadTerm = 100;

/** Replicas of one deployment on as many workers as possible, then the least loaded worker; on it the emptiest devices. */
export const spread: Strategy = {
  terms: (candidate) => ({
    ...fallback(candidate),
    replicas: notMinusZero(-replicaTerm * (candidate.usage.replicas.get(candidate.ask.deployment) ?? 0)),
    load: notMinusZero(-Math.round(loadTerm * loadOf(candidate, 0))),
  }),
  orderDevices: ({ usage }, devices) => sorted(devices, (device) => -freeOn(usage, device)),
};

/** The worker that is fullest with the replica on it; on it the fullest devices. Fragmentation-aware scoring fits the same shape. */
export const binpack: Strategy = {
  terms: (candidate) => ({
    ...fallback(candidate),
    load: Math.round(loadTerm * loadOf(candidate, 1)),
  }),
  orderDevices: ({ usage }, devices) => sorted(devices, (device) => freeOn(usage, device)),
};

/** The strategies by the name a deployment asks for them with. */
export const strategies = { spread, binpack } as const;

function fallback({ ask, option }: Candidate): Readonly<Record<string, number>> {
  const mixed = ask.options.some((each) => each.framework !== 'cpu');
  return mixed && option?.framework === 'cpu' ? { cpuFallback: -fallbackTerm } : {};
}

/** The claimed share (0 to 1) of what the replica uses most of, with `replicas` more of it: of the GPUs where it takes some, else of the memory. */
function loadOf(candidate: Candidate, replicas: number): number {
  const { demand, devices, usage, capacity } = candidate;
  if (demand.gpus === 0) {
    return (usage.memoryMib + replicas * demand.memoryMib) / capacity.memoryMib;
  }
  const total = sum(devices.map((device) => device.memoryMib));
  const taken = total - sum(devices.map((device) => freeOn(usage, device)));
  const added = sum(
    devicesWithRoom(candidate)
      .slice(0, demand.gpus)
      .map((device) => shareOf(demand, device)),
  );
  return (taken + replicas * added) / total;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const notMinusZero = (value: number): number => (value === 0 ? 0 : value);

const sorted = (devices: readonly WorkerDevice[], by: (device: WorkerDevice) => number): readonly WorkerDevice[] =>
  [...devices].sort((a, b) => by(a) - by(b) || a.index - b.index);
