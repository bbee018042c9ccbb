// @ts-check
import fs from 'node:fs/promises';
import { runCommand } from './run-command.mjs';
import { asRoot } from './sudo.mjs';

/**
 * Removes a directory with all that is in it. What a Docker engine of ours left there belongs to root, so that needs
 * root where the user is somebody else.
 *
 * @param {string} directory
 */
export async function removeDirectory(directory) {
  try {
    await fs.rm(directory, { recursive: true, force: true });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EACCES') throw error;
    const [command, args] = await asRoot('rm', ['-rf', '--', directory], 'the removal of files that belong to root');
    await runCommand(command, args);
  }
}
