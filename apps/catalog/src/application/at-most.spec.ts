import { describe, expect, it } from 'vitest';
import { atMost } from './at-most.js';

describe('working on many at once', () => {
  it('keeps the order and the limit', async () => {
    let now = 0;
    let most = 0;
    const results = await atMost(3, [5, 4, 3, 2, 1, 0], async (ticks) => {
      now += 1;
      most = Math.max(most, now);
      for (let tick = 0; tick < ticks; tick += 1) await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return ticks * 10;
    });
    expect(results).toEqual([50, 40, 30, 20, 10, 0]);
    expect(most).toBe(3);
  });

  it('does nothing about nothing', async () => {
    expect(await atMost(3, [], () => Promise.reject(new Error('never')))).toEqual([]);
  });
});
