import { nkeys } from 'nats';
import { describe, expect, it } from 'vitest';
import { createAccountKey, createUserKey, isAccountSeed, isUserPublicKey, mintUserJwt } from './nats-user-jwt.js';

const account = nkeys.createAccount();
const accountSeed = new TextDecoder().decode(account.getSeed());
const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());

const mistyped = (text: string) => text.slice(0, 20) + (text[20] === 'A' ? 'B' : 'A') + text.slice(21);

describe('mintUserJwt', () => {
  const user = createUserKey();
  const jwt = mintUserJwt({
    accountSeed,
    userPublicKey: user.publicKey,
    name: 'worker one',
    publish: ['heartbeat.one'],
    subscribe: ['worker.one.>'],
    answerWithinMs: 60_000,
    expiresInSeconds: 90,
  });

  it('names the user, the account that vouches and the only subjects allowed', () => {
    expect(claimsOf(jwt)).toMatchObject({
      iss: account.getPublicKey(),
      sub: user.publicKey,
      name: 'worker one',
      nats: {
        type: 'user',
        version: 2,
        pub: { allow: ['heartbeat.one'] },
        sub: { allow: ['worker.one.>'] },
        resp: { max: 1, ttl: 60_000_000_000 },
      },
    });
  });

  it('ends at the wanted time', () => {
    const { iat, exp } = claimsOf(jwt);
    expect(exp - iat).toBe(90);
  });

  it('is signed by the account over header and claims', () => {
    const [header, claims, signature] = jwt.split('.');
    const signed = new TextEncoder().encode(`${header}.${claims}`);
    expect(account.verify(signed, Buffer.from(signature ?? '', 'base64url'))).toBe(true);
  });

  it('names the account when a signing key of it signs', () => {
    const issuerAccount = nkeys.createAccount().getPublicKey();
    const signed = mintUserJwt({
      accountSeed,
      issuerAccount,
      userPublicKey: user.publicKey,
      name: 'n',
      publish: [],
      subscribe: [],
    });
    expect(claimsOf(signed).nats.issuer_account).toBe(issuerAccount);
  });
});

describe('isUserPublicKey', () => {
  it('accepts what createUserKey makes', () => {
    expect(isUserPublicKey(createUserKey().publicKey)).toBe(true);
  });

  it.each([
    ['a wrong checksum', () => mistyped(createUserKey().publicKey)],
    ["an account's key", () => account.getPublicKey() as string],
    ['a seed', () => createUserKey().seed],
    ['nothing', () => ''],
    ['other text', () => 'U'.repeat(56)],
  ])('refuses %s', (_what, key) => {
    expect(isUserPublicKey(key())).toBe(false);
  });
});

describe('isAccountSeed', () => {
  it('accepts what createAccountKey makes', () => {
    expect(isAccountSeed(createAccountKey().seed)).toBe(true);
  });

  it.each([
    ["a user's seed", () => createUserKey().seed],
    ['a public key', () => createAccountKey().publicKey],
    ['a wrong checksum', () => mistyped(createAccountKey().seed)],
    ['nothing', () => ''],
  ])('refuses %s', (_what, text) => {
    expect(isAccountSeed(text())).toBe(false);
  });
});
