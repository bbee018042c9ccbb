import { describe, expect, it } from 'vitest';
import { maskSecret, maskSecrets } from './mask-secrets.js';

describe('maskSecret', () => {
  it.each([
    ['hf_abc', '********'],
    ['a b', '******** ********'],
    ['"a b" c', '******** ********'],
    [' a ', ' ******** '],
    ['', ''],
    ['  ', ' '],
    ['a"b', '********'],
    ['sealed:v1:AA BB', '********'],
  ])('shows of %j only how many words it has', (secret, mask) => {
    expect(maskSecret(secret)).toBe(mask);
    expect(maskSecret(mask)).toBe(mask);
  });
});

it('masks what a name calls secret and what is sealed, and nothing else', () => {
  expect(maskSecrets({ HF_TOKEN: 'hf_abc', ANY: 'sealed:v1:AA', LEVEL: 'info' })).toEqual({
    HF_TOKEN: '********',
    ANY: '********',
    LEVEL: 'info',
  });
});
