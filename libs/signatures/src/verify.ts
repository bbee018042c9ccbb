import { createHash } from 'node:crypto';
import { err, ok, type Result } from '@enginehouse/contracts';
import { hasSigned } from './ed25519.js';
import type { SignatureFailure } from './failure.js';
import type { PublicKey } from './public-key.js';
import type { Signature } from './signature.js';

/** Who signed a message, and what else they signed with it. */
export interface Verified {
  readonly key: PublicKey;
  readonly trustedComment: string;
}

/** Checks that one of the keys has signed the message and the trusted comment; `unknown-key` where the signature names none of them. */
export function verify(
  message: Uint8Array,
  signature: Signature,
  keys: readonly PublicKey[],
): Result<Verified, SignatureFailure> {
  const named = keys.filter(({ id }) => id === signature.keyId);
  if (named.length === 0) return err({ code: 'unknown-key', detail: `It is signed with the key ${signature.keyId}.` });
  const signed = signature.prehashed ? messageDigest(message) : message;
  const key = named.find(({ raw }) => hasSigned(raw, signed, signature.bytes));
  if (!key) return wrong(`The signature of the key ${signature.keyId} does not match what is signed.`);
  if (!hasSigned(key.raw, withComment(signature.bytes, signature.trustedComment), signature.commentSignature)) {
    return wrong('The trusted comment is not the one that was signed.');
  }
  return ok({ key, trustedComment: signature.trustedComment });
}

/** What is signed in place of a message. */
export const messageDigest = (message: Uint8Array): Buffer => createHash('blake2b512').update(message).digest();

/** What the second signature of a file is over. */
export const withComment = (signature: Uint8Array, comment: string): Buffer =>
  Buffer.concat([signature, Buffer.from(comment)]);

const wrong = (detail: string) => err<SignatureFailure>({ code: 'wrong-signature', detail });
