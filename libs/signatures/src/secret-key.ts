import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { publicHalf } from './ed25519.js';
import { keyNumberBytes, publicKeyOf, type PublicKey } from './public-key.js';

/** A minisign secret key. Never print or log one. */
export interface SecretKey {
  readonly publicKey: PublicKey;
  /** The eight bytes that its id is made of. */
  readonly number: Uint8Array;
  /** The 32 bytes that everything else follows from. */
  readonly seed: Uint8Array;
}

export const seedBytes = 32;

/** Makes a new key pair; the public half is in it. */
export function generateKey(): SecretKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-seedBytes);
  return secretKeyOf(randomBytes(keyNumberBytes), seed);
}

export const secretKeyOf = (number: Buffer, seed: Buffer): SecretKey => ({
  publicKey: publicKeyOf(number, publicHalf(seed)),
  number,
  seed,
});
