import { expect, it } from 'vitest';
import { hidden, isLong, isSecretChange, placeOf, valueText } from './change-text.js';

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

it('hides secret values, alone and inside of a whole version', () => {
  const one = { path: ['default_env', 'HF_TOKEN'], after: 'hf_x' };
  expect([isSecretChange(one), hidden(one)]).toEqual([true, { ...one, after: '********' }]);
  const whole = { path: ['versions', '1.9'], before: { name: '1.9', env: { API_KEY: 'x', LEVEL: 'info' } } };
  expect(hidden(whole).before).toEqual({ name: '1.9', env: { API_KEY: '********', LEVEL: 'info' } });
  const plain = { path: ['default_env', 'LEVEL'], before: 'a', after: 'b' };
  expect([isSecretChange(plain), hidden(plain)]).toEqual([false, plain]);
});
