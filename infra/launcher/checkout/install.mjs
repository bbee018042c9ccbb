// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { tryCommand } from '../system/run-command.mjs';

/** @typedef {import('../system/run-command.mjs').CommandResult} CommandResult */

const ARGS = ['ci', '--no-audit', '--no-fund'];

/** What npm says when it trips over what an installation left that was killed. */
const LEFT_BEHIND = /\b(ENOTEMPTY|EEXIST|ENOTDIR)\b/;

/**
 * Installs the packages of a checkout. An installation that was interrupted leaves folders that npm cannot rename over:
 * they are thrown away, and it is done once more from the beginning.
 *
 * @param {string} root
 * @param {(root: string) => Promise<CommandResult>} [npm]
 * @returns {Promise<CommandResult>}
 */
export async function installPackages(root, npm = npmCi) {
  const first = await npm(root);
  if (first.code === 0 || !LEFT_BEHIND.test(`${first.stdout}\n${first.stderr}`)) return first;
  fs.rmSync(path.join(root, 'node_modules'), { recursive: true, force: true, maxRetries: 5 });
  return npm(root);
}

/** @param {string} root */
const npmCi = (root) => tryCommand('npm', ARGS, { cwd: root });
