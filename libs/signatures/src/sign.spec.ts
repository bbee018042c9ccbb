import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateKey, parsePublicKey, parseSignature, sign, verify, type SecretKey } from './index.js';

const key = generateKey();
const comment = 'timestamp:1795464000\tfile:index.yaml\thashed';

function signed(message: Uint8Array, text = comment, by: SecretKey = key): string {
  const signature = sign(message, by, text);
  if (!signature.ok) throw new Error(signature.error.detail);
  return signature.value;
}

function accepted(message: Uint8Array, text: string, keyText = key.publicKey.text): boolean {
  const [signature, publicKey] = [parseSignature(text), parsePublicKey(keyText)];
  return signature.ok && publicKey.ok && verify(message, signature.value, [publicKey.value]).ok;
}

/** The text with one bit of one byte changed. */
function flipped(bytes: Uint8Array, position: number, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = position % copy.length;
  copy.writeUInt8(copy.readUInt8(at) ^ (1 << bit), at);
  return copy;
}

const bits = fc.tuple(fc.nat(), fc.nat(7));
const messages = fc.uint8Array({ minLength: 1, maxLength: 200 });

describe('what we sign', () => {
  it('is verified, with every message and every comment that can be written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 100 }), (message, text) => {
        const line = text.replaceAll(/[\r\n\0]/g, ' ');
        expect(accepted(message, signed(message, line))).toBe(true);
      }),
    );
  });

  it('is refused with any bit of the message changed', () => {
    fc.assert(
      fc.property(messages, bits, (message, [position, bit]) => {
        expect(accepted(flipped(message, position, bit), signed(message))).toBe(false);
      }),
    );
  });

  it('is refused with any bit of the file changed, but for the words of the untrusted comment', () => {
    fc.assert(
      fc.property(messages, bits, (message, [position, bit]) => {
        const text = Buffer.from(signed(message));
        const from = text.indexOf('\n');
        const changed = Buffer.concat([text.subarray(0, from), flipped(text.subarray(from, -1), position, bit)]);
        expect(accepted(message, changed.toString('latin1'))).toBe(false);
      }),
    );
  });

  it('is refused with any bit of the key changed', () => {
    const message = Buffer.from('message');
    const text = signed(message);
    fc.assert(
      fc.property(bits, ([position, bit]) => {
        const changed = flipped(Buffer.from(key.publicKey.text), position, bit).toString('latin1');
        expect(accepted(message, text, changed)).toBe(false);
      }),
    );
  });

  it('is refused by another key of the same number', () => {
    const other = { ...generateKey(), number: key.number };
    expect(accepted(Buffer.from('m'), signed(Buffer.from('m'), comment, other))).toBe(false);
  });

  it.each([
    ['two\nlines', 'A trusted comment is one line of text.'],
    ['a\rreturn', 'A trusted comment is one line of text.'],
    ['a\0nul', 'A trusted comment is one line of text.'],
    ['ä'.repeat(5000), 'A trusted comment has at most 8173 bytes.'],
    ['\ud800', 'The trusted comment holds characters that cannot be written.'],
  ])('has no comment like %j', (text, detail) => {
    expect(sign(Buffer.from('m'), key, text)).toEqual({ ok: false, error: { code: 'not-possible', detail } });
  });

  it('has a new key each time', () => {
    expect(generateKey().publicKey.text).not.toBe(generateKey().publicKey.text);
  });
});
