// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { unpackDebianPackages, unpackedEnvironment } from '../system/debian-packages.mjs';
import { findBinary } from '../system/find-binary.mjs';
import { LauncherError } from '../system/launcher-error.mjs';

/**
 * Finds minisign, or unpacks it. Enginehouse signs and verifies by itself; only tests ask whether minisign agrees.
 *
 * @param {{ cacheDir: string }} where
 * @returns {Promise<{ command: string, env: NodeJS.ProcessEnv }>}
 */
export async function findMinisign({ cacheDir }) {
  const installed = findBinary('minisign');
  if (installed) return { command: installed, env: process.env };
  const directory = path.join(cacheDir, 'debian', 'minisign');
  const root = path.join(directory, 'root');
  const command = path.join(root, 'usr', 'bin', 'minisign');
  const cause = fs.existsSync(command)
    ? undefined
    : await unpackDebianPackages({ packages: ['minisign'], directory }).catch((error) => error);
  if (fs.existsSync(command)) return { command, env: unpackedEnvironment(root) };
  throw new LauncherError('minisign was not found. Type "sudo apt-get install minisign".', { cause });
}
