import { describe, expect, it } from 'vitest';
import { nearName } from './near-name.js';

const names = ['vLLM', 'SGLang', 'MinerU-custom'];

describe('the backend that was meant', () => {
  it.each([
    ['vllmm', 'vLLM'],
    ['SGlagn', 'SGLang'],
    ['mineru', 'MinerU-custom'],
    ['minreu-custom', 'MinerU-custom'],
  ])('by %s is %s', (name, meant) => {
    expect(nearName(name, names)).toBe(meant);
  });

  it('is none where nothing is near', () => {
    expect(nearName('something-else', names)).toBeUndefined();
    expect(nearName('x-custom', [])).toBeUndefined();
  });
});
