// @ts-check
/**
 * What an installation without the launcher needs once, and again after an upgrade: NATS configuration and credentials,
 * PostgreSQL roles, keys, and one environment file per service for `node --env-file`. Existing keys and passwords stay.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareNatsAccess } from './services/nats/access.mjs';
import { passwordStore, prepareDatabase } from './services/postgres-roles.mjs';
import { writeSecret } from './system/secret-file.mjs';

const HELP = `node infra/launcher/setup.mjs --out DIR --database-url URL [--nats-url URL] [--worker-nats-url URL]

  --out DIR              where everything is written; keep it, and keep it secret
  --database-url URL     PostgreSQL, as a superuser; the database "enginehouse" and its roles are made there
  --database-password-file FILE   its password, where the URL has none: other users can see a command's arguments
  --nats-url URL         NATS as the services reach it (default: nats://127.0.0.1:4222)
  --worker-nats-url URL  NATS as workers on other hosts reach it (default: as the services)
  --listen ADDRESS       where API and gateway listen (default: 127.0.0.1)
`;
/** @type {Readonly<Record<string, number>>} */
const PORTS = { api: 9400, gateway: 9401, catalog: 9402, scheduler: 9403, marketplace: 9404, webhooks: 9405 };
const FACING_CLIENTS = ['api', 'gateway'];
const WITH_SECRETS_KEY = ['api', 'gateway', 'webhooks'];

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    'database-url': { type: 'string' },
    'database-password-file': { type: 'string' },
    'nats-url': { type: 'string', default: 'nats://127.0.0.1:4222' },
    'worker-nats-url': { type: 'string' },
    listen: { type: 'string', default: '127.0.0.1' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help || !values.out || !values['database-url']) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}
const out = path.resolve(values.out);
fs.mkdirSync(out, { recursive: true, mode: 0o700 });
const access = prepareNatsAccess(path.join(out, 'nats'));
write('nats/access.conf', access.serverConfig);
write('nats/nats-server.conf', fs.readFileSync(new URL('../nats/nats-server.conf', import.meta.url), 'utf8'));
const secretsKey = kept('secrets.key', () => randomBytes(32).toString('base64'));
const installation = fs
  .readFileSync(
    kept('installation', () => randomBytes(6).toString('hex')),
    'utf8',
  )
  .trim();
const passwords = passwordStore(path.join(out, 'database-passwords.json'));
const databases = await prepareDatabase({ adminUrl: adminUrl(values['database-url']), passwords });
for (const service of access.services) write(`${service}.env`, environmentFile(service));
console.log(
  `Written to ${out}: ${access.services.map((service) => `${service}.env`).join(', ')}, nats/nats-server.conf`,
);

/** @param {string} given */
function adminUrl(given) {
  const passwordFile = values['database-password-file'];
  if (!passwordFile) return given;
  const url = new URL(given);
  url.password = fs.readFileSync(passwordFile, 'utf8').trim();
  return url.href;
}

/** @param {string} service */
function environmentFile(service) {
  const database = databases[service];
  const settings = {
    HTTP_HOST: FACING_CLIENTS.includes(service) ? values.listen : '127.0.0.1',
    HTTP_PORT: String(PORTS[service] ?? 0),
    NATS_URL: values['nats-url'],
    NATS_CREDS_FILE: access.credsFile(service),
    INSTALLATION_ID: installation,
    ...(database && { DATABASE_URL: database.url, DATABASE_MIGRATION_URL: database.migrationUrl }),
    ...(WITH_SECRETS_KEY.includes(service) && { SECRETS_KEY_FILE: secretsKey }),
    ...(service === 'api' && {
      GATEWAY_URL: `http://${values.listen}:${PORTS.gateway}`,
      NATS_ACCOUNT_SIGNING_KEY_FILE: access.signingKeyFile,
      NATS_ACCOUNT_PUBLIC_KEY: access.accountPublicKey,
      WORKER_NATS_URL: values['worker-nats-url'] ?? values['nats-url'],
      BOOTSTRAP_DIR: path.join(out, 'bootstrap'),
    }),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** @param {string} name @param {string} content */
function write(name, content) {
  writeSecret(path.join(out, name), content);
}

/** @param {string} name @param {() => string} content */
function kept(name, content) {
  const file = path.join(out, name);
  if (!fs.existsSync(file)) fs.writeFileSync(file, `${content()}\n`, { mode: 0o600 });
  return file;
}
