// @ts-check
import path from 'node:path';
import { LauncherError } from '../system/launcher-error.mjs';
import { tryCommand } from '../system/run-command.mjs';

/**
 * How to run PostgreSQL's programs: `prefix` stands before the command, `uid` and `gid` own its files.
 *
 * @typedef {{ prefix: readonly string[], uid?: number, gid?: number }} PostgresIdentity
 */

/**
 * PostgreSQL refuses to run as root. Root's launcher therefore gives up root for it: as the user `postgres` or
 * `nobody`, with the right to pass through closed folders (a clone below /root) where that is needed.
 *
 * @param {{ binaries: string, dataDir: string }} where
 * @returns {Promise<PostgresIdentity>}
 */
export async function postgresIdentity({ binaries, dataDir }) {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const { uid, gid } = await unprivilegedUser();
  const drop = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  const passThrough = [...drop, '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  const ownNamespace = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'];
  for (const candidate of [{ prefix: drop, uid, gid }, { prefix: passThrough, uid, gid }, { prefix: ownNamespace }]) {
    if (await works(candidate.prefix, binaries, path.dirname(dataDir))) return candidate;
  }
  throw new LauncherError(
    `PostgreSQL does not run as root, and this system lets root neither become another user nor open a user namespace. Start as a normal user, or set DATABASE_URL.`,
  );
}

async function unprivilegedUser() {
  for (const user of ['postgres', 'nobody']) {
    const { code, stdout } = await tryCommand('id', ['-u', user]);
    const group = await tryCommand('id', ['-g', user]);
    if (code === 0) return { uid: Number(stdout), gid: Number(group.stdout) };
  }
  return { uid: 65_534, gid: 65_534 };
}

/** @param {readonly string[]} prefix @param {string} binaries @param {string} parent */
async function works([command = '', ...args], binaries, parent) {
  const reach = await tryCommand(command, [...args, 'test', '-x', parent], { cwd: '/' });
  if (reach.code !== 0) return false;
  return (await tryCommand(command, [...args, path.join(binaries, 'postgres'), '--version'], { cwd: '/' })).code === 0;
}
