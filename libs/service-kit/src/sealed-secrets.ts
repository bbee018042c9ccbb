import { createHmac, randomBytes } from 'node:crypto';
import { err, isSealed, ok, sealedPrefix, type Result } from '@enginehouse/contracts';
import { decrypt, encrypt, nonceBytes, type CipherUse } from './aes-gcm.js';
import { readSecretsKey } from './secrets-key.js';

const use = (secretsKey: string): CipherUse => ({ key: readSecretsKey(secretsKey), boundTo: 'enginehouse' });

/**
 * Encrypts a value for the workers of an installation: the sealed prefix, then base64 of nonce, tag and ciphertext
 * (AES-256-GCM). Sealing twice gives two different texts, unless `repeatKey` says that it is the same command again.
 *
 * @throws RangeError where the key is not 32 bytes of base64
 */
export function sealSecret(value: string, secretsKey: string, repeatKey?: string): string {
  const nonce = repeatKey === undefined ? randomBytes(nonceBytes) : nonceOf(value, secretsKey, repeatKey);
  return sealedPrefix + encrypt(value, nonce, use(secretsKey)).toString('base64');
}

/** A nonce that no other value and no other command shares, so a nonce is never used for two plaintexts. */
const nonceOf = (value: string, secretsKey: string, repeatKey: string): Buffer =>
  createHmac('sha256', readSecretsKey(secretsKey))
    .update(`nonce\n${repeatKey}\n${value}`)
    .digest()
    .subarray(0, nonceBytes);

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
  const text = decrypt(Buffer.from(sealed.slice(sealedPrefix.length), 'base64'), use(secretsKey));
  return text === undefined
    ? err('the sealed secret was cut or changed, or sealed with the key of another installation')
    : ok(text);
}

/** The header in which the gateway shows a remote worker that it belongs to the same installation. */
export const workerKeyHeader = 'x-enginehouse-worker-key';

/** What stands in that header: hex HMAC-SHA256, derived so that the secrets key itself never travels. */
export const workerProxyKey = (secretsKey: string): string =>
  createHmac('sha256', readSecretsKey(secretsKey)).update('worker-proxy').digest('hex');
