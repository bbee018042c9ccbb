import { describe, expect, it } from 'vitest';
import { headingLevels } from './heading-levels.js';

describe('headings of a description', () => {
  it.each([
    [
      [1, 2, 2, 3],
      [3, 4, 4, 5],
    ],
    [
      [2, 4, 2],
      [3, 4, 3],
    ],
    [
      [3, 1, 6],
      [3, 3, 4],
    ],
    [
      [1, 2, 3, 4, 5, 6],
      [3, 4, 5, 6, 6, 6],
    ],
    [[], []],
  ])('%j stand below those of the page', (levels, shown) => {
    expect(headingLevels(levels, 3)).toEqual(shown);
  });
});
