import { describe, expect, it } from 'vitest';
import { fixture } from './fixtures.js';
import { parseNvidiaGpus } from './nvidia-smi.js';

describe("nvidia-smi's list of GPUs", () => {
  it('is read', () => {
    const { gpus, oddLines } = parseNvidiaGpus(fixture('nvidia-query-h200.csv'));
    expect(oddLines).toEqual([]);
    expect(gpus[1]).toEqual({
      index: 1,
      uuid: 'GPU-8d0b9f2e-55c1-1f4e-93b0-7a6cf2a4d911',
      name: 'NVIDIA H200',
      memoryMib: 143_771,
      memoryUsedMib: 71_204,
      utilizationPercent: 98,
      driver: '570.86.15',
    });
  });

  it('may hold errors between the GPUs, missing values and a comma in a name', () => {
    const { gpus, oddLines } = parseNvidiaGpus(fixture('nvidia-query-odd.csv'));
    expect(gpus.map(({ index, name, memoryMib }) => [index, name, memoryMib])).toEqual([
      [0, 'NVIDIA GeForce RTX 4090', 24_564],
      [2, 'NVIDIA GeForce RTX 4090', null],
      [3, 'Tesla M60, GRID edition', 7680],
    ]);
    expect(oddLines).toEqual([expect.stringContaining('GPU is lost')]);
  });

  it('is empty where nvidia-smi failed', () => {
    expect(parseNvidiaGpus(fixture('nvidia-no-driver.txt')).gpus).toEqual([]);
    expect(parseNvidiaGpus('No devices were found\n').gpus).toEqual([]);
    expect(parseNvidiaGpus('').gpus).toEqual([]);
  });

  it.each(['0', '0, GPU-1', '0, GPU-1, 1, 2, 3, 4', 'x, GPU-1, name, 1, 2, 3, 4', '0, MIG-1, name, 1, 2, 3, 4'])(
    'does not take "%s" for a GPU',
    (line) => {
      expect(parseNvidiaGpus(line).gpus).toEqual([]);
    },
  );
});
