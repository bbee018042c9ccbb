import { describe, expect, it } from 'vitest';
import { frameworkOptions, sourceOptions } from './filter-options.js';

describe('what the list can be filtered by', () => {
  it('is every framework once, also one that nobody knows and the one that is chosen', () => {
    expect(frameworkOptions(['cuda', 'cpu'], [{ frameworks: ['cpu', 'tpu'] }], 'npu')).toEqual([
      'cuda',
      'cpu',
      'tpu',
      'npu',
    ]);
    expect(frameworkOptions(['cuda'], [], undefined)).toEqual(['cuda']);
  });
  it('is every source, and the one that is chosen although it is gone', () => {
    expect(sourceOptions([{ name: 'a' }, { name: 'b' }], 'gone')).toEqual(['a', 'b', 'gone']);
    expect(sourceOptions([{ name: 'a' }], undefined)).toEqual(['a']);
  });
});
