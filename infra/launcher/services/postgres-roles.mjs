// @ts-check
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';

/** @typedef {import('../index.d.mts').ServiceDatabase} ServiceDatabase */

const ROLES = new URL('../../postgres/roles.sql', import.meta.url);
const DATABASE = 'enginehouse';

/**
 * Makes the database and the roles of every service (infra/postgres/roles.sql), and answers each service's addresses.
 *
 * @param {{ adminUrl: string, passwords: PasswordStore }} wish
 * @returns {Promise<Readonly<Record<string, ServiceDatabase>>>}
 */
export async function prepareDatabase({ adminUrl, passwords }) {
  const sql = fs.readFileSync(ROLES, 'utf8');
  const roles = [...sql.matchAll(/:'(\w+)'/g)].map(([, role = '']) => role);
  await asAdmin(adminUrl, async (query) => {
    const { rowCount } = await query(`select from pg_database where datname = '${DATABASE}'`);
    if (rowCount === 0) await query(`create database ${DATABASE}`);
  });
  const url = atEnginehouse(adminUrl);
  await asAdmin(url, (query) => query(withPasswords(sql, passwords)));
  const services = roles.filter((role) => !role.endsWith('_owner'));
  return Object.fromEntries(
    services.map((service) => {
      const [user, owner] = [service, `${service}_owner`];
      return [
        service,
        {
          url: at(adminUrl, { user, password: passwords(user) }),
          migrationUrl: at(adminUrl, { user: owner, password: passwords(owner) }),
        },
      ];
    }),
  );
}

/**
 * Passwords by role, each made when first asked for and kept in a file that only its owner reads.
 *
 * @typedef {(role: string) => string} PasswordStore
 * @param {string} file
 * @returns {PasswordStore}
 */
export function passwordStore(file) {
  /** @type {Record<string, string>} */
  const known = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  return (role) => {
    const password = (known[role] ??= randomBytes(24).toString('base64url'));
    fs.writeFileSync(file, `${JSON.stringify(known, undefined, 2)}\n`, { mode: 0o600 });
    return password;
  };
}

/** Fills in `:'name'` as psql does. @param {string} sql @param {PasswordStore} passwords */
function withPasswords(sql, passwords) {
  const statements = sql.replace(/^--.*$/gm, '');
  return statements.replace(/:'(\w+)'/g, (_, role) => `'${passwords(role).replaceAll("'", "''")}'`);
}

/** The superuser's address of the services' database. @param {string} adminUrl */
export function atEnginehouse(adminUrl) {
  return at(adminUrl, {});
}

/** @param {string} adminUrl @param {{ user?: string, password?: string }} login */
function at(adminUrl, { user, password }) {
  const url = new URL(adminUrl);
  url.pathname = `/${DATABASE}`;
  if (user !== undefined) url.username = user;
  if (password !== undefined) url.password = password;
  return url.href;
}

/**
 * The client comes from the services' own dependencies: this runs after they are installed.
 *
 * @template T
 * @param {string} url
 * @param {(query: (sql: string) => Promise<{ rowCount: number | null }>) => Promise<T>} use
 */
export async function asAdmin(url, use) {
  /** @type {typeof import('pg')} */
  const { Client } = createRequire(import.meta.url)('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use((sql) => client.query(sql));
  } finally {
    await client.end();
  }
}
