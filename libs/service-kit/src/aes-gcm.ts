import { createCipheriv, createDecipheriv } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const tagBytes = 16;

/** Bytes of the nonce that `encrypt` takes. */
export const nonceBytes = 12;

/** What an encryption is bound to: what was made with another key or for something else does not open. */
export interface CipherUse {
  /** 32 bytes. */
  readonly key: Buffer;
  readonly boundTo: string;
}

/** Encrypts a text (AES-256-GCM) to nonce, tag and ciphertext in one. A nonce must never serve two texts of one key. */
export function encrypt(text: string, nonce: Buffer, { key, boundTo }: CipherUse): Buffer {
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(boundTo));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

/** Decrypts what `encrypt` made; undefined where it was made otherwise, changed or cut. */
export function decrypt(bytes: Buffer, { key, boundTo }: CipherUse): string | undefined {
  if (bytes.length < nonceBytes + tagBytes) {
    return undefined;
  }
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
      .setAAD(Buffer.from(boundTo))
      .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    const plain = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
    return plain.toString('utf8');
  } catch {
    return undefined;
  }
}
