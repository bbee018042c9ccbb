import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { decrypt, encrypt, nonceBytes, type CipherUse } from './aes-gcm.js';
import { readSecretsKey } from './secrets-key.js';

const keyBytes = 32;

/**
 * Seals texts for one purpose, under a key of its own that is derived from the installation's: what was sealed for
 * another purpose, by `sealSecret` or in another installation does not open.
 */
export class Sealer {
  private readonly use: CipherUse;
  private readonly proofKey: Buffer;

  /** @throws RangeError where the key is not 32 bytes of base64 */
  constructor(secretsKey: string, purpose: string) {
    const derive = (part: string) =>
      Buffer.from(hkdfSync('sha256', readSecretsKey(secretsKey), '', `enginehouse ${purpose} ${part}`, keyBytes));
    this.use = { key: derive('seal'), boundTo: `enginehouse ${purpose}` };
    this.proofKey = derive('proof');
  }

  /** Encrypts a text to letters that stand in a cookie or an address as they are (base64url). */
  seal(text: string): string {
    return encrypt(text, randomBytes(nonceBytes), this.use).toString('base64url');
  }

  /** Decrypts what `seal` made; undefined for anything else. */
  open(sealed: string): string | undefined {
    return decrypt(Buffer.from(sealed, 'base64url'), this.use);
  }

  /** A text that only who has the key can make of another one: HMAC-SHA256, base64url. */
  proof(text: string): string {
    return createHmac('sha256', this.proofKey).update(text).digest('base64url');
  }
}
