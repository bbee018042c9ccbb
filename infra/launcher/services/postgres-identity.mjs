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
 * `nobody`; where that user cannot pass through a closed folder (a clone below /root), under that user's name in a
 * namespace of its own; or with the right to pass through.
 *
 * @param {{ binaries: string, dataDir: string }} where
 * @returns {Promise<PostgresIdentity>}
 */
export async function postgresIdentity({ binaries, dataDir }) {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const { uid, gid } = await unprivilegedUser();
  const drop = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  const ownNamespace = ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'];
  const passThrough = [...drop, '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  for (const candidate of [{ prefix: drop, uid, gid }, { prefix: ownNamespace }, { prefix: passThrough, uid, gid }]) {
    if (await works(candidate.prefix, binaries, path.dirname(dataDir))) return candidate;
  }
  throw new LauncherError(
    'PostgreSQL does not run as root, and no other user can reach this folder. Start as a normal user, or from a folder outside /root, or set DATABASE_URL.',
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
  // PostgreSQL's programs look for each other with access(2), which knows no capabilities; so does `test`.
  for (const check of [
    ['ls', parent],
    ['test', '-x', path.join(binaries, 'postgres')],
  ]) {
    const { code } = await tryCommand(command, [...args, ...check], { cwd: '/' });
    if (code !== 0) return false;
  }
  return true;
}
