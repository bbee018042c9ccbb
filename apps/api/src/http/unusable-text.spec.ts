import { describe, expect, it } from 'vitest';
import { unusableText } from './unusable-text.js';

const pathsOf = (value: unknown, where: 'address' | 'body' = 'body') =>
  unusableText(value, where).map(({ path }) => path.join('.'));

describe('text that no field may hold', () => {
  it('is found wherever it is, also in the name of a field', () => {
    expect(pathsOf({ a: 'x\0', list: ['ok', { deep: '\u001b[31m' }], 'na\0me': 'y' })).toEqual([
      'a',
      'list.1.deep',
      'na\0me',
    ]);
  });

  it('is half of a surrogate pair too, and no whole one', () => {
    expect(pathsOf(['\ud800', 'x\udc00y', '\ud83d\ude00'])).toEqual(['0', '1']);
  });

  it('is no line break or tab in a body, but is in an address', () => {
    expect(pathsOf('a\n\tb\r\n')).toEqual([]);
    expect(pathsOf('a\nb', 'address')).toEqual(['']);
  });

  it('says which character', () => {
    expect(unusableText('\u007f', 'body')[0]).toMatchObject({
      code: 'unusable-character',
      detail: 'holds the control character U+007F',
    });
  });

  it('is not told without end', () => {
    expect(
      unusableText(
        Array.from({ length: 10_000 }, () => '\0'),
        'body',
      ),
    ).toHaveLength(20);
  });
});
