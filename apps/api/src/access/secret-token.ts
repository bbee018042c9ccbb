import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a token opens; its first letters say so, for people and secret scanners. */
export type TokenKind = 'access' | 'join' | 'sign-in';

const prefixes: Readonly<Record<TokenKind, string>> = { access: 'eh_', join: 'ehj_', 'sign-in': 'ehs_' };
const secretBytes = 32;

/** Makes a token: 256 random bits. Only its hash is ever stored. */
export function newSecretToken(kind: TokenKind): string {
  return prefixes[kind] + randomBytes(secretBytes).toString('base64url');
}

/** SHA-256 of a token in hex. With 256 random bits in the token, a plain hash cannot be searched for. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex');

/** The token of an `Authorization: Bearer` header. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +([\w.~+/=-]{1,512}) *$/i.exec(authorization ?? '')?.[1];
}

/** Compares in a time that tells nothing of where two texts differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
