import { expect, it } from 'vitest';
import { plainValue } from './plain-value.js';

it.each([
  ['1.10', '1.10'],
  [7, '7'],
  [true, 'true'],
  [undefined, '(none)'],
  [null, '(none)'],
  [[], '(none)'],
  [{}, '(none)'],
  [['--a', '--b 1'], '--a, --b 1'],
  [{ A: '1', B: '' }, 'A: 1; B: '],
  [
    { name: '2.5', images: [{ framework: 'cuda', image_name: 'mineru:2.5' }], env: { A: '1' } },
    'name: 2.5; images: (framework: cuda; image_name: mineru:2.5); env: (A: 1)',
  ],
])('says %j in words', (value, text) => {
  expect(plainValue(value)).toBe(text);
});
