import { describe, expect, it } from 'vitest';
import { sealSecret } from './sealed-secrets.js';
import { Sealer } from './sealer.js';
import { newSecretsKey } from './secrets-key.js';

const key = newSecretsKey();
const sealer = new Sealer(key, 'cookies');

describe('a sealer', () => {
  it('opens what it sealed, which differs each time and shows nothing', () => {
    const sealed = sealer.seal('a secret: 秘密');
    expect(sealer.open(sealed)).toBe('a secret: 秘密');
    expect(sealed).toMatch(/^[\w-]+$/);
    expect(sealed).not.toBe(sealer.seal('a secret: 秘密'));
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('secret');
  });

  it.each([
    ['of another purpose', new Sealer(key, 'codes').seal('x')],
    ['of another installation', new Sealer(newSecretsKey(), 'cookies').seal('x')],
    ['sealed as a secret for workers', sealSecret('x', key)],
    ['sealed as a secret for workers, without its prefix', sealSecret('x', key).slice('sealed:v1:'.length)],
    ['that is too short', 'AAAA'],
    ['that is empty', ''],
    ['that is no base64', '%%%'],
  ])('does not open a text %s', (_what, sealed) => {
    expect(sealer.open(sealed)).toBeUndefined();
  });

  it('does not open what was changed in any place', () => {
    const bytes = Buffer.from(sealer.seal('eh_token'), 'base64url');
    const changed = [...bytes.keys()].map((at) =>
      Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))),
    );
    expect(changed.map((each) => sealer.open(each.toString('base64url')))).toEqual(changed.map(() => undefined));
  });

  it('proves a text by key and purpose', () => {
    expect(sealer.proof('a')).toBe(new Sealer(key, 'cookies').proof('a'));
    const others = [
      sealer.proof('b'),
      new Sealer(key, 'codes').proof('a'),
      new Sealer(newSecretsKey(), 'cookies').proof('a'),
    ];
    expect(others).not.toContain(sealer.proof('a'));
  });

  it('refuses a key of another length', () => {
    expect(() => new Sealer('c2hvcnQ=', 'cookies')).toThrow('32 bytes');
  });
});
