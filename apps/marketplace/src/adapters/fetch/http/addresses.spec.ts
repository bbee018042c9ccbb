import { describe, expect, it } from 'vitest';
import { besideOf, fileNameOf } from './addresses.js';
import { knownTag, refOf } from './upstream-ref.js';

describe('the address of an index', () => {
  it.each([
    ['https://example.com/a/index.yaml', 'index.yaml', 'https://example.com/a/index.yaml.minisig'],
    ['https://example.com/index.yaml?v=2', 'index.yaml', 'https://example.com/index.yaml.minisig?v=2'],
    ['https://example.com/', 'index', 'https://example.com/.minisig'],
    ['https://example.com/%2e%2e%2fx', 'index', 'https://example.com/%2e%2e%2fx.minisig'],
    ['https://example.com/.hidden', 'index', 'https://example.com/.hidden.minisig'],
  ])('%s gives its file a name, and its signature an address', (url, name, signature) => {
    expect(fileNameOf(url)).toBe(name);
    expect(besideOf(url, (each) => `${each}.minisig`)).toBe(signature);
  });

  it('has the key beside it', () => {
    expect(besideOf('https://example.com/a/index.yaml?v=2', () => 'minisign.pub')).toBe(
      'https://example.com/a/minisign.pub?v=2',
    );
  });
});

describe('what an index over HTTP is called', () => {
  const signed = [{ path: 'x.minisig', bytes: Buffer.from('signature') }];

  it('tells its tag again, as long as its signature is the same', () => {
    expect(knownTag(refOf('"1"', []), [])).toBe('"1"');
    expect(knownTag(refOf('"1"', signed), signed)).toBe('"1"');
    expect(knownTag(refOf('"1"', signed), [])).toBeNull();
    expect(knownTag(refOf('"1"', []), signed)).toBeNull();
  });

  it('is nothing without a tag', () => {
    expect(refOf(undefined, signed)).toBeNull();
    expect(refOf('', [])).toBeNull();
    expect(knownTag(null, [])).toBeNull();
  });
});
