import { describe, expect, it } from 'vitest';
import { estimateOf } from './weights-estimate.js';

const gib = 1024 ** 3;

describe('the memory that weights need', () => {
  it('is their size and a fifth, and 2 GiB, shared by the GPUs', () => {
    expect(estimateOf({ weightsBytes: 10 * gib, files: 5 }, 2)).toEqual({
      weightsBytes: 10 * gib,
      files: 5,
      factor: 1.2,
      extraMib: 2048,
      totalMib: 14_336,
      gpuMemoryMibEach: 7168,
    });
  });

  it.each([
    [1, 1, 2049, 2049],
    [5 * 1024 ** 2, 1, 2054, 2054],
    [5 * 1024 ** 2 + 1, 1, 2055, 2055],
    [5 * 1024 ** 2, 3, 2054, 685],
    [700 * gib, 8, 862_208, 107_776],
  ])('rounds up: %i bytes on %i GPUs', (weightsBytes, gpus, totalMib, gpuMemoryMibEach) => {
    expect(estimateOf({ weightsBytes, files: 1 }, gpus)).toMatchObject({ totalMib, gpuMemoryMibEach });
  });
});
