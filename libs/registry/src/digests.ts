import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A digest that can be checked, and that is safe in an address. */
export const digestText = z.string().regex(/^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/);

/** The digest of some bytes, by the algorithm of another digest; sha256 where there is none. */
export function digestOf(bytes: Uint8Array, like: string | null = null): string {
  const algorithm = like?.split(':', 1)[0] ?? 'sha256';
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

/** The digest of some bytes, where it is not what they were said to be; null where it is. */
export function firstMismatch(bytes: Uint8Array, said: readonly (string | null | undefined)[]): string | null {
  for (const digest of said) {
    if (digest === null || digest === undefined) continue;
    const known = /^sha(256|384|512):/.test(digest);
    if (known && digestOf(bytes, digest) !== digest) return digestOf(bytes);
  }
  return null;
}
