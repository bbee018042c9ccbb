import { describe, expect, it } from 'vitest';
import { unusableText } from './unusable-text.js';

const pathsOf = (value: unknown, where: 'address' | 'body' = 'body') =>
  unusableText(value, where).map(({ path }) => path.join('.'));

describe('text that no field may hold', () => {
  it('is found wherever it is, also in the name of a field', () => {
    expect(pathsOf({ a: 'x\0', list: ['ok', { deep: '\0' }], 'na\0me': 'y' })).toEqual(['a', 'list.1.deep', 'na\0me']);
  });

  it('is half of a surrogate pair too, and no whole one', () => {
    expect(pathsOf(['\ud800', 'x\udc00y', '\ud83d\ude00'])).toEqual(['0', '1']);
  });

  it('is any control character in an address, and in a body only NUL', () => {
    expect(pathsOf('a\n\u001bb')).toEqual([]);
    expect(unusableText('a\nb', 'address')).toMatchObject([{ code: 'control-character', path: [] }]);
    expect(unusableText('\0', 'address')).toMatchObject([{ code: 'nul-character' }]);
  });

  it('is left to the parser of a document within the body, which tells line and column', () => {
    expect(pathsOf({ yaml: 'a: \0', documents: [{ yaml: 'a: \0', source: 'x' }] })).toEqual([]);
  });

  it('is left to the catalog in the name of a backend, whose rules have a code of their own', () => {
    const definition = { backend_name: 'a\0-custom' };
    expect(pathsOf({ ...definition, definition, documents: [{ definition }] })).toEqual([]);
  });

  it('is nobody else’s matter in what users name as they like', () => {
    const env = { yaml: '\0', backend_name: '\0' };
    expect(pathsOf({ env, definition: { default_env: env } })).toEqual([
      'env.yaml',
      'env.backend_name',
      'definition.default_env.yaml',
      'definition.default_env.backend_name',
    ]);
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
