import { describe, expect, it } from 'vitest';
import { openSecret, sealSecret, workerProxyKey } from './sealed-secrets.js';
import { isSecretsKey, newSecretsKey } from './secrets-key.js';

const key = newSecretsKey();

describe('a sealed secret', () => {
  it('opens to the same text, whatever is in it', () => {
    for (const value of ['hf_123', '', 'ü\n{{port}} sealed:v1:', 'x'.repeat(10_000)]) {
      expect(openSecret(sealSecret(value, key), key)).toEqual({ ok: true, value });
    }
  });

  it('is a different text every time and holds nothing of the value', () => {
    const first = sealSecret('canary-value', key);
    expect(first).toMatch(/^sealed:v1:[A-Za-z0-9+/]+=*$/);
    expect(first).not.toBe(sealSecret('canary-value', key));
    expect(Buffer.from(first.slice('sealed:v1:'.length), 'base64').toString('latin1')).not.toContain('canary');
  });

  it('has nonce, tag and ciphertext in the order the contract says', () => {
    const bytes = Buffer.from(sealSecret('12345', key).slice('sealed:v1:'.length), 'base64');
    expect(bytes).toHaveLength(12 + 16 + 5);
  });

  it('does not open with the key of another installation', () => {
    expect(openSecret(sealSecret('value', key), newSecretsKey())).toMatchObject({ ok: false });
  });

  it('does not open after any byte of it was changed', () => {
    const sealed = sealSecret('value', key);
    const bytes = Buffer.from(sealed.slice('sealed:v1:'.length), 'base64');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(openSecret(`sealed:v1:${changed.toString('base64')}`, key).ok).toBe(false);
    }
  });

  it.each(['plain text', 'sealed:v1:', 'sealed:v1:AAAA'])('is not "%s"', (text) => {
    expect(openSecret(text, key)).toMatchObject({ ok: false });
  });
});

describe('a secrets key', () => {
  it('has 32 bytes, and nothing else is taken for one', () => {
    expect(isSecretsKey(key)).toBe(true);
    expect(isSecretsKey('short')).toBe(false);
    expect(() => sealSecret('value', 'short')).toThrow(RangeError);
  });

  it('gives every holder the same proxy key, which is not the key', () => {
    const fixed = Buffer.alloc(32, 7).toString('base64');
    expect(workerProxyKey(fixed)).toBe(workerProxyKey(fixed));
    expect(workerProxyKey(fixed)).toMatch(/^[0-9a-f]{64}$/);
    expect(workerProxyKey(key)).not.toBe(workerProxyKey(fixed));
  });
});
