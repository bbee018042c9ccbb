import { randomBytes } from 'node:crypto';

const keyBytes = 32;

/** Makes the key that an installation's api and workers share: 32 random bytes, base64. */
export const newSecretsKey = (): string => randomBytes(keyBytes).toString('base64');

/** Whether a text is a key that `sealSecret`, `openSecret` and `Sealer` take. */
export const isSecretsKey = (text: string): boolean => Buffer.from(text, 'base64').length === keyBytes;

/**
 * The bytes of a key.
 *
 * @throws RangeError where it is not 32 bytes of base64
 */
export function readSecretsKey(secretsKey: string): Buffer {
  const key = Buffer.from(secretsKey, 'base64');
  if (key.length !== keyBytes) {
    throw new RangeError(`A secrets key is ${keyBytes} bytes of base64; this one has ${key.length}.`);
  }
  return key;
}
