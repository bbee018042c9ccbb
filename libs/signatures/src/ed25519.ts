import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** What stands before the 32 bytes in the encodings that OpenSSL reads (RFC 8410). */
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');

const privateKey = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });

/** The public half that belongs to a seed. */
export const publicHalf = (seed: Uint8Array): Buffer =>
  createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length);

/** Signs with the key of a seed. */
export const signWith = (seed: Uint8Array, message: Uint8Array): Buffer => sign(null, message, privateKey(seed));

/** Whether the key of these 32 bytes has signed the message. Bytes that are no key have signed nothing. */
export function hasSigned(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const spki = createPublicKey({ key: Buffer.concat([publicPrefix, key]), format: 'der', type: 'spki' });
    return verify(null, message, spki, signature);
  } catch {
    return false;
  }
}
