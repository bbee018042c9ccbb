import type { Explanation, Preview, WorkerView } from '@enginehouse/contracts';

/** A GPU or the memory of a worker: what it has, what is claimed of it, and whether what is left is enough. */
export interface Room {
  /** Null for the memory of the host. */
  readonly gpu: { readonly index: number; readonly name: string } | null;
  readonly totalMib: number;
  readonly claimedMib: number;
  readonly freeMib: number;
  /** What a replica needs of it; a GPU that is claimed whole must be free. */
  readonly neededMib: number;
  readonly isEnough: boolean;
}

/** A worker that was considered: whether a replica fits, why not, and with which figures. */
export interface WorkerFit {
  readonly worker: string;
  readonly state: 'chosen' | 'fits' | 'not';
  /** Why not, in plain words. */
  readonly detail: string;
  readonly score: number | undefined;
  readonly terms: Readonly<Record<string, number>>;
  readonly rooms: readonly Room[];
}

/** What was considered, the best first and then those that it does not fit on; figures where the worker is known. */
export function workerFits(
  { candidates, rejected }: Explanation,
  claim: Preview['claim'],
  workers: readonly WorkerView[],
): readonly WorkerFit[] {
  const roomsOf = (name: string) => {
    const worker = workers.find((each) => each.name === name);
    return worker ? roomsIn(worker, claim) : [];
  };
  return [
    ...candidates.map(({ worker, score, terms, chosen }) => {
      const state = chosen ? ('chosen' as const) : ('fits' as const);
      return { worker, state, detail: '', score, terms, rooms: roomsOf(worker) };
    }),
    ...rejected.flatMap((group) =>
      group.workers.map(({ worker, detail }) => ({
        worker,
        state: 'not' as const,
        detail,
        score: undefined,
        terms: {},
        rooms: roomsOf(worker),
      })),
    ),
  ];
}

/** The sum for each part of a worker that is claimed: total, less what others claim, against what is needed. */
export function roomsIn({ devices, allocated, memoryMib }: WorkerView, claim: Preview['claim']): readonly Room[] {
  const gpus = claim.gpus === 0 ? [] : devices;
  const memory = claim.memoryMib === 0 ? [] : [roomOf(null, memoryMib, allocated.memoryMib, claim.memoryMib)];
  return [
    ...gpus.map(({ index, name, memoryMib: total }) => {
      const claimed = allocated.gpus.find((each) => each.index === index)?.claimedMib ?? 0;
      return roomOf({ index, name }, total, claimed, claim.gpuMemoryMib ?? total);
    }),
    ...memory,
  ];
}

function roomOf(gpu: Room['gpu'], totalMib: number, claimedMib: number, neededMib: number): Room {
  const freeMib = Math.max(0, totalMib - claimedMib);
  return { gpu, totalMib, claimedMib, freeMib, neededMib, isEnough: freeMib >= neededMib };
}
