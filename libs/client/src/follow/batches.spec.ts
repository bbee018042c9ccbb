import { describe, expect, it } from 'vitest';
import { batchesOf } from './batches.js';

async function* given(...steps: readonly (number | 'pause' | 'fail')[]): AsyncGenerator<number> {
  for (const step of steps) {
    if (step === 'fail') {
      throw new Error('broken');
    }
    if (step === 'pause') {
      await new Promise((resolve) => setTimeout(resolve, 5));
    } else {
      yield step;
    }
  }
}

async function all(source: AsyncGenerator<number>, size: number): Promise<(readonly number[] | string)[]> {
  const batches: (readonly number[] | string)[] = [];
  try {
    for await (const batch of batchesOf(source, size)) {
      batches.push(batch);
    }
  } catch (error) {
    batches.push((error as Error).message);
  }
  return batches;
}

describe('batches', () => {
  it('hold what is there already, in order, and wait for nothing else', async () => {
    expect(await all(given(1, 2, 'pause', 3, 'pause', 'pause', 4, 5, 6), 2)).toEqual([[1, 2], [3], [4, 5], [6]]);
    expect(await all(given(), 2)).toEqual([]);
  });

  it('come before the failure behind them', async () => {
    expect(await all(given(1, 2, 'fail'), 5)).toEqual([[1, 2], 'broken']);
  });
});
