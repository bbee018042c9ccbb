// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { writeSecret } from '../../system/secret-file.mjs';
import { accountJwt, credentials, operatorJwt, userJwt } from './jwt.mjs';
import { keyFromSeed, newKey } from './nkeys.mjs';

/** @typedef {import('./nkeys.mjs').NatsKey} NatsKey */
/** @typedef {import('../../index.d.mts').NatsAccess} NatsAccess */

/**
 * What `infra/nats/permissions.json` says of one service or client.
 *
 * @typedef {{ publish: readonly string[], subscribe: readonly string[], answersRequests: boolean }} Permission
 */

const PERMISSIONS = new URL('../../../nats/permissions.json', import.meta.url);
const ANSWER_WITHIN_SECONDS = 60;

/**
 * Makes the keys at the first call and keeps them; writes server configuration and one credentials file per service
 * and client from the table of permissions, every time, so that a changed table takes effect with the next start.
 *
 * @param {string} directory readable by its owner only
 * @returns {NatsAccess}
 */
export function prepareNatsAccess(directory) {
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  const key = keyStore(path.join(directory, 'keys.json'));
  const [operator, system, account, signer] = [
    key('operator', 'operator'),
    key('system', 'account'),
    key('account', 'account'),
    key('signer', 'account'),
  ];
  const { services, clients } = readPermissions();
  for (const [name, permission] of Object.entries({ ...services, ...clients })) {
    const user = key(`service-${name}`, 'user');
    const jwt = serviceJwt({ name, permission, signer, account: account.publicKey, user: user.publicKey });
    writeSecret(path.join(directory, `${name}.creds`), credentials(jwt, user.seed));
  }
  const signingKeyFile = path.join(directory, 'account-signing.seed');
  writeSecret(signingKeyFile, signer.seed);
  const jwts = {
    [system.publicKey]: accountJwt({ operator, account: system, name: 'system' }),
    [account.publicKey]: accountJwt({
      operator,
      account,
      name: 'enginehouse',
      signingKeys: [signer.publicKey],
      jetStream: true,
    }),
  };
  return {
    serverConfig: serverConfig(operatorJwt(operator, system.publicKey), system.publicKey, jwts),
    credsFile: (service) => path.join(directory, `${service}.creds`),
    signingKeyFile,
    accountPublicKey: account.publicKey,
    services: Object.keys(services),
  };
}

/** @returns {{ services: Record<string, Permission>, clients: Record<string, Permission> }} */
function readPermissions() {
  return JSON.parse(fs.readFileSync(PERMISSIONS, 'utf8'));
}

/** @param {{ name: string, permission: Permission, signer: NatsKey, account: string, user: string }} parts */
function serviceJwt({ name, permission: { publish, subscribe, answersRequests }, signer, account, user }) {
  const answers = answersRequests ? { answerWithinSeconds: ANSWER_WITHIN_SECONDS } : {};
  return userJwt({ signer, account, userPublicKey: user, name, publish, subscribe, ...answers });
}

/** @param {string} operator @param {string} system @param {Record<string, string>} accounts */
function serverConfig(operator, system, accounts) {
  const preload = Object.entries(accounts).map(([publicKey, jwt]) => `  ${publicKey}: ${jwt}`);
  return `operator: ${operator}
system_account: ${system}
resolver: MEMORY
resolver_preload: {
${preload.join('\n')}
}
`;
}

/**
 * Keys by name, each made when first asked for.
 *
 * @param {string} file
 * @returns {(name: string, kind: import('./nkeys.mjs').KeyKind) => NatsKey}
 */
function keyStore(file) {
  /** @type {Record<string, string>} */
  const seeds = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  return (name, kind) => {
    const known = seeds[name];
    if (known !== undefined) return keyFromSeed(known);
    const made = newKey(kind);
    seeds[name] = made.seed;
    writeSecret(file, `${JSON.stringify(seeds, undefined, 2)}\n`);
    return made;
  };
}
