import { expect, it } from 'vitest';
import { manyWithdrawn } from './withdrawals.js';

const named = (...names: readonly string[]) => names.map((name) => ({ name }));
const four = named('a', 'b', 'c', 'd');

it.each([
  ['most of four', four, named('A'), true],
  ['half of four', four, named('a', 'b', 'x', 'y'), false],
  ['all of four', four, [], true],
  ['all of three', named('a', 'b', 'c'), named('x'), false],
  ['nothing', four, four, false],
])('that %s is gone at once is told or not', (_, before, now, isTold) => {
  expect(manyWithdrawn(before, now) !== undefined).toBe(isTold);
});

it('is told with how many there were', () => {
  expect(manyWithdrawn(four, named('a'))).toMatchObject({
    name: null,
    code: 'many-withdrawn',
    detail: expect.stringMatching(/^3 of the 4 entries/),
  });
});
