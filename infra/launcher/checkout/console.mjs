// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { LauncherError } from '../system/launcher-error.mjs';
import { tryCommand } from '../system/run-command.mjs';

/** What the console is made of, from the root of the checkout; the lock file stands for the packages. */
const SOURCES = [
  ...['src', 'build', 'public', 'index.html', 'package.json', 'vite.config.ts'].map((name) => `apps/web/${name}`),
  ...['contracts', 'client', 'backend-spec'].map((name) => `libs/${name}/src`),
  'package-lock.json',
];
const RESULT = 'apps/web/dist/index.html';
const VITE = 'node_modules/vite/bin/vite.js';

/**
 * Builds the console's files where they are missing, or older than what they are made of. Types are checked elsewhere.
 * The services must be built: the console takes the table of routes from them.
 *
 * @param {string} root the checkout
 * @returns {Promise<boolean>} whether anything was built
 * @throws {LauncherError} with what Vite has to say
 */
export async function buildConsole(root) {
  if (!fs.existsSync(path.join(root, 'apps/web/package.json')) || isUpToDate(root)) return false;
  const build = [path.join(root, VITE), 'build', '--logLevel', 'warn'];
  // Whoever builds it, such as a test: it is the one that is served, with React as it is for users.
  const env = { ...process.env, NODE_ENV: 'production' };
  const { code, stderr } = await tryCommand(process.execPath, build, { cwd: path.join(root, 'apps/web'), env });
  if (code === 0) return true;
  // It begins with what is wrong and ends with its own stack.
  const said = stripVTControlCharacters(stderr).trim().split('\n').slice(0, 20).join('\n');
  throw new LauncherError(`The console cannot be built ("npm run build" does the same):\n${said}`);
}

/** @param {string} root */
export function isUpToDate(root) {
  const built = fs.statSync(path.join(root, RESULT), { throwIfNoEntry: false });
  return built !== undefined && SOURCES.every((name) => newest(path.join(root, name)) <= built.mtimeMs);
}

/** Of a file, or of a folder with all that is in it: a folder is newer when something in it went away. @param {string} place @returns {number} */
function newest(place) {
  const stats = fs.statSync(place, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  return Math.max(stats.mtimeMs, ...fs.readdirSync(place).map((name) => newest(path.join(place, name))));
}
