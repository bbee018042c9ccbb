import { err, ok, type Result } from '@enginehouse/contracts';
import { signWith } from './ed25519.js';
import type { SignatureFailure } from './failure.js';
import type { SecretKey } from './secret-key.js';
import { commentFault, printSignature } from './signature.js';
import { messageDigest, withComment } from './verify.js';

/** Signs a message, prehashed, and a comment with it; the value is the content of the `.minisig` file. */
export function sign(message: Uint8Array, key: SecretKey, trustedComment: string): Result<string, SignatureFailure> {
  const fault = commentFault(trustedComment);
  if (fault !== undefined) return err({ code: 'not-possible', detail: fault });
  const bytes = signWith(key.seed, messageDigest(message));
  const commentSignature = signWith(key.seed, withComment(bytes, trustedComment));
  return ok(printSignature(key.number, { bytes, trustedComment, commentSignature }));
}
