import { expect, it } from 'vitest';
import { isLong, placeOf, valueText } from './change-text.js';

it('says where a field is', () => expect(placeOf(['versions', '1.10', 'env'])).toBe('versions › 1.10 › env'));

it('writes values as a person reads them', () => {
  expect(valueText('a "b"')).toBe('a "b"');
  expect(valueText(['--a', '--b'])).toBe('--a\n--b');
  expect(valueText({ a: 1 })).toBe('{\n  "a": 1\n}');
  expect([valueText(undefined), valueText(null), valueText(true)]).toEqual([undefined, 'null', 'true']);
});

it('calls long what has several lines or does not fit in one', () => {
  expect([isLong('a', 'b'), isLong('a\nb', undefined), isLong('a', 'x'.repeat(200))]).toEqual([false, true, true]);
});
