// @ts-check
import { spawn } from 'node:child_process';
import { findBinary } from './find-binary.mjs';
import { LauncherError } from './launcher-error.mjs';
import { tryCommand } from './run-command.mjs';

/**
 * The command line that runs a program as root: itself for root, else through sudo, after asking for the password on
 * the terminal where sudo wants one.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} purpose what root is needed for, as the user reads it
 * @returns {Promise<[string, string[]]>}
 */
export async function asRoot(command, args, purpose) {
  if (process.getuid?.() === 0) return [command, [...args]];
  const sudo = findBinary('sudo');
  if (sudo && ((await mayWithoutPassword(sudo)) || (await askPassword(sudo, purpose)))) {
    return [sudo, ['-n', '--', command, ...args]];
  }
  throw new LauncherError(
    `Starting ${purpose} needs root. Run this as root or as a user who may use sudo, or start Docker yourself and set DOCKER_HOST.`,
  );
}

/** @param {string} sudo */
async function mayWithoutPassword(sudo) {
  return (await tryCommand(sudo, ['-n', 'true'])).code === 0;
}

/** @param {string} sudo @param {string} purpose @returns {Promise<boolean>} */
function askPassword(sudo, purpose) {
  if (!process.stdin.isTTY) return Promise.resolve(false);
  console.log(`Starting ${purpose} needs root.`);
  const child = spawn(sudo, ['-v'], { stdio: 'inherit' });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
