import { nkeys } from 'nats';
import { describe, expect, it } from 'vitest';
import { keyFromSeed, newKey } from './nkeys.mjs';

describe('a NATS key', () => {
  it.each(['operator', 'account', 'user'] as const)('of an %s is what the NATS client makes of its seed', (kind) => {
    const key = newKey(kind);
    const theirs = nkeys.fromSeed(new TextEncoder().encode(key.seed));
    expect(key.publicKey).toBe(theirs.getPublicKey());
    expect(theirs.verify(Buffer.from('signed'), key.sign('signed'))).toBe(true);
  });

  it.each(['O', 'A', 'U'] as const)('survives its seed (%s)', (letter) => {
    const key = newKey(({ O: 'operator', A: 'account', U: 'user' } as const)[letter]);
    expect(keyFromSeed(key.seed).publicKey).toBe(key.publicKey);
    expect(key.publicKey.startsWith(letter)).toBe(true);
  });
});
