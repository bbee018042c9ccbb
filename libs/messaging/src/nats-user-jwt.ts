import { createHash, randomUUID } from 'node:crypto';
import { nkeys } from 'nats';

/** The part of nkeys.js used here; the client re-exports it without types. */
interface KeyPair {
  getPublicKey(): string;
  getSeed(): Uint8Array;
  sign(input: Uint8Array): Uint8Array;
}
interface KeyFactory {
  createUser(): KeyPair;
  createAccount(): KeyPair;
  fromSeed(seed: Uint8Array): KeyPair;
  fromPublic(publicKey: string): KeyPair;
}
const keys = nkeys as KeyFactory;
const encoder = new TextEncoder();

/** What a user of our NATS account may do, and who vouches for it. */
export interface UserJwtOptions {
  /** Seed (`SA...`) of the account or of one of its signing keys. */
  readonly accountSeed: string;
  /** Public key of the account, needed where `accountSeed` is a signing key. */
  readonly issuerAccount?: string;
  /** Public half (`U...`) of the key that the user keeps to itself. */
  readonly userPublicKey: string;
  /** Shown in the server's log and connection list. */
  readonly name: string;
  /** Subjects it may publish to; everything else is refused. */
  readonly publish: readonly string[];
  /** Subjects it may subscribe to; everything else is refused. */
  readonly subscribe: readonly string[];
  /** Lets it answer each request it receives once, within this time, whatever the reply subject. */
  readonly answerWithinMs?: number;
  /** Left out: valid until the account revokes it. */
  readonly expiresInSeconds?: number;
}

/** Mints the JWT with which a NATS server in operator mode admits a user to exactly the given subjects. */
export function mintUserJwt(options: UserJwtOptions): string {
  const issuer = keys.fromSeed(encoder.encode(options.accountSeed));
  const issuedAt = Math.floor(Date.now() / 1000);
  return signNatsJwt(issuer, {
    iat: issuedAt,
    ...(options.expiresInSeconds === undefined ? {} : { exp: issuedAt + options.expiresInSeconds }),
    sub: options.userPublicKey,
    name: options.name,
    nats: { ...userClaims(options), type: 'user', version: 2 },
  });
}

/** A key pair in NATS's own text forms. */
export interface NatsKey {
  readonly publicKey: string;
  readonly seed: string;
}

/** Makes the key of a NATS user. The seed (`SU...`) is the secret that never leaves its owner. */
export const createUserKey = (): NatsKey => textOf(keys.createUser());

/** Makes the key of a NATS account, or of one that signs for it. Whoever has the seed (`SA...`) decides who gets in. */
export const createAccountKey = (): NatsKey => textOf(keys.createAccount());

const textOf = (pair: KeyPair): NatsKey => ({
  publicKey: pair.getPublicKey(),
  seed: new TextDecoder().decode(pair.getSeed()),
});

/** Whether a text is the seed of a NATS account, checksum included. */
export function isAccountSeed(text: string): boolean {
  try {
    return keys.fromSeed(encoder.encode(text)).getPublicKey().startsWith('A');
  } catch {
    return false;
  }
}

/** Whether a text is the public key of a NATS user, checksum included. */
export function isUserPublicKey(text: string): boolean {
  if (!/^U[A-Z2-7]{55}$/.test(text)) {
    return false;
  }
  try {
    return keys.fromPublic(text).getPublicKey() === text;
  } catch {
    return false;
  }
}

function userClaims(options: UserJwtOptions): object {
  return {
    pub: { allow: [...options.publish] },
    sub: { allow: [...options.subscribe] },
    ...(options.answerWithinMs === undefined ? {} : { resp: { max: 1, ttl: options.answerWithinMs * 1_000_000 } }),
    ...(options.issuerAccount === undefined ? {} : { issuer_account: options.issuerAccount }),
    subs: -1,
    data: -1,
    payload: -1,
  };
}

/** NATS's own JWT form: EdDSA over `header.claims`, algorithm name `ed25519-nkey`. */
export function signNatsJwt(issuer: KeyPair, claims: object): string {
  const body = { jti: jwtId(), iss: issuer.getPublicKey(), ...claims };
  const signed = `${base64url({ typ: 'JWT', alg: 'ed25519-nkey' })}.${base64url(body)}`;
  return `${signed}.${Buffer.from(issuer.sign(encoder.encode(signed))).toString('base64url')}`;
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwtId = () => createHash('sha256').update(randomUUID()).digest('hex').toUpperCase();
