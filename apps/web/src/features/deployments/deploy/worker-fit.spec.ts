import type { Explanation, WorkerView } from '@enginehouse/contracts';
import { expect, it } from 'vitest';
import { roomsIn, workerFits } from './worker-fit.js';

const worker = {
  name: 'gpu-1',
  memoryMib: 65_536,
  devices: [
    { index: 0, name: 'L4', memoryMib: 24_576 },
    { index: 1, name: 'L4', memoryMib: 24_576 },
  ],
  allocated: { memoryMib: 1024, cpus: 0, gpus: [{ index: 0, claimedMib: 16_384, instances: ['chat-1'] }] },
} as unknown as WorkerView;
const claim = { gpus: 1, gpuMemoryMib: 12_288, memoryMib: 0, cpus: 0 };

it('reckons what is left of each GPU against what a replica needs', () => {
  expect(roomsIn(worker, claim).map(({ freeMib, neededMib, isEnough }) => [freeMib, neededMib, isEnough])).toEqual([
    [8192, 12_288, false],
    [24_576, 12_288, true],
  ]);
});

it('needs a whole GPU where no part of it is named', () => {
  const whole = roomsIn(worker, { ...claim, gpuMemoryMib: null });
  expect(whole.map(({ neededMib, isEnough }) => [neededMib, isEnough])).toEqual([
    [24_576, false],
    [24_576, true],
  ]);
});

it('reckons the memory of the host where that is claimed, and no GPU for a version without', () => {
  expect(roomsIn(worker, { gpus: 0, gpuMemoryMib: null, memoryMib: 65_000, cpus: 0 })).toEqual([
    { gpu: null, totalMib: 65_536, claimedMib: 1024, freeMib: 64_512, neededMib: 65_000, isEnough: false },
  ]);
});

it('lists candidates before those that it does not fit on, with their reasons', () => {
  const explanation = {
    candidates: [{ worker: 'gpu-1', score: 0.5, terms: { spread: 0.5 }, chosen: true }],
    rejected: [{ code: 'framework', count: 1, workers: [{ worker: 'cpu-1', detail: 'has no cuda' }] }],
  } as unknown as Explanation;
  const fits = workerFits(explanation, claim, [worker]);
  expect(fits.map(({ worker: name, state, detail, rooms }) => [name, state, detail, rooms.length])).toEqual([
    ['gpu-1', 'chosen', '', 2],
    ['cpu-1', 'not', 'has no cuda', 0],
  ]);
});
