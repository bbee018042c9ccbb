import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { err, isSealed, ok, sealedPrefix, type Result } from '@enginehouse/contracts';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const boundTo = Buffer.from('enginehouse');

/** Makes the key that an installation's api and workers share: 32 random bytes, base64. */
export const newSecretsKey = (): string => randomBytes(keyBytes).toString('base64');

/** Whether a text is a key that `sealSecret` and `openSecret` take. */
export const isSecretsKey = (text: string): boolean => Buffer.from(text, 'base64').length === keyBytes;

/**
 * Encrypts a value for the workers of an installation: the sealed prefix, then base64 of nonce, tag and ciphertext
 * (AES-256-GCM). Sealing twice gives two different texts, unless `repeatKey` says that it is the same command again.
 *
 * @throws RangeError where the key is not 32 bytes of base64
 */
export function sealSecret(value: string, secretsKey: string, repeatKey?: string): string {
  const iv = repeatKey === undefined ? randomBytes(ivBytes) : nonceOf(value, secretsKey, repeatKey);
  const cipher = createCipheriv(algorithm, readKey(secretsKey), iv).setAAD(boundTo);
  const ciphertext = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return sealedPrefix + Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64');
}

/** A nonce that no other value and no other command shares, so a nonce is never used for two plaintexts. */
const nonceOf = (value: string, secretsKey: string, repeatKey: string): Buffer =>
  createHmac('sha256', readKey(secretsKey)).update(`nonce\n${repeatKey}\n${value}`).digest().subarray(0, ivBytes);

/**
 * Decrypts what `sealSecret` made. A text that was never sealed, was changed, or was sealed with another key is an
 * error in words that hold nothing of the secret.
 *
 * @throws RangeError where the key is not 32 bytes of base64
 */
export function openSecret(sealed: string, secretsKey: string): Result<string, string> {
  if (!isSealed(sealed)) {
    return err('the value is not a sealed secret');
  }
  const key = readKey(secretsKey);
  const bytes = Buffer.from(sealed.slice(sealedPrefix.length), 'base64');
  if (bytes.length < ivBytes + tagBytes) {
    return err('the sealed secret is too short');
  }
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
      .setAAD(boundTo)
      .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    const plain = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
    return ok(plain.toString('utf8'));
  } catch {
    return err('the sealed secret was changed, or sealed with the key of another installation');
  }
}

/** The header in which the gateway shows a remote worker that it belongs to the same installation. */
export const workerKeyHeader = 'x-enginehouse-worker-key';

/** What stands in that header: hex HMAC-SHA256, derived so that the secrets key itself never travels. */
export const workerProxyKey = (secretsKey: string): string =>
  createHmac('sha256', readKey(secretsKey)).update('worker-proxy').digest('hex');

function readKey(secretsKey: string): Buffer {
  const key = Buffer.from(secretsKey, 'base64');
  if (key.length !== keyBytes) {
    throw new RangeError(`A secrets key is ${keyBytes} bytes of base64; this one has ${key.length}.`);
  }
  return key;
}
