import { describe, expect, it } from 'vitest';
import { nameList } from './name-list.js';

describe('a list of names', () => {
  it('has all of them where they are few', () => {
    expect(nameList(['a', 'b'], 2)).toBe('a, b');
    expect(nameList([])).toBe('');
  });

  it('says how many more there are', () => {
    expect(nameList(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  });
});
