// @ts-check
import { createHash } from 'node:crypto';
import { encodeBase32 } from './nkeys.mjs';

/** @typedef {import('./nkeys.mjs').NatsKey} NatsKey */
/** @typedef {import('../../index.d.mts').UserJwtWish} UserJwtWish */

const HEADER = encode({ typ: 'JWT', alg: 'ed25519-nkey' });
const UNLIMITED = { subs: -1, data: -1, payload: -1 };

/** @param {NatsKey} operator @param {string} systemAccount its public key */
export function operatorJwt(operator, systemAccount) {
  return signed(operator, operator.publicKey, 'enginehouse', { type: 'operator', system_account: systemAccount });
}

/**
 * An account without limits. `signingKeys` may vouch for its users in its place.
 *
 * @param {{ operator: NatsKey, account: NatsKey, name: string, signingKeys?: readonly string[], jetStream?: boolean }} wish
 */
export function accountJwt({ operator, account, name, signingKeys = [], jetStream = false }) {
  const storage = jetStream ? { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 } : {};
  const limits = { ...UNLIMITED, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1, ...storage };
  const claims = { type: 'account', limits, signing_keys: signingKeys, default_permissions: { pub: {}, sub: {} } };
  return signed(operator, account.publicKey, name, claims);
}

/**
 * What admits one user, with the subjects it may use.
 *
 * @param {UserJwtWish} wish
 */
export function userJwt({ signer, account, userPublicKey, name, publish, subscribe, answerWithinSeconds }) {
  const answers = answerWithinSeconds === undefined ? {} : { resp: { max: 1, ttl: answerWithinSeconds * 1e9 } };
  const permissions = { pub: { allow: publish }, sub: { allow: subscribe }, ...answers };
  return signed(signer, userPublicKey, name, { type: 'user', issuer_account: account, ...permissions, ...UNLIMITED });
}

/** The content of a `.creds` file. @param {string} jwt @param {string} seed */
export function credentials(jwt, seed) {
  return `-----BEGIN NATS USER JWT-----\n${jwt}\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`;
}

/** @param {NatsKey} issuer @param {string} subject @param {string} name @param {object} nats */
function signed(issuer, subject, name, nats) {
  const claims = {
    iat: Math.floor(Date.now() / 1000),
    iss: issuer.publicKey,
    sub: subject,
    name,
    nats: { ...nats, version: 2 },
  };
  const jti = encodeBase32(createHash('sha256').update(JSON.stringify(claims)).digest());
  const content = `${HEADER}.${encode({ jti, ...claims })}`;
  return `${content}.${issuer.sign(content).toString('base64url')}`;
}

/** @param {object} value */
function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
