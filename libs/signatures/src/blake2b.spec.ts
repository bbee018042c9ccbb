import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blake2b } from './blake2b.js';

it.each([
  ['', '0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8'],
  ['abc', 'bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319'],
])('makes the 32 bytes that everybody makes of %j', (text, digest) => {
  expect(blake2b(Buffer.from(text), 32).toString('hex')).toBe(digest);
});

it('makes the same 64 bytes as OpenSSL, whatever the length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(blake2b(bytes, 64).equals(createHash('blake2b512').update(bytes).digest())).toBe(true);
    }),
  );
});

it.each([127, 128, 129, 256])('takes %i bytes, around the length of a block', (length) => {
  const bytes = Buffer.alloc(length, 7);
  expect(blake2b(bytes, 64).equals(createHash('blake2b512').update(bytes).digest())).toBe(true);
});
