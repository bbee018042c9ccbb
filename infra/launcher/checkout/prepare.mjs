// @ts-check
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../stack/context.mjs';
import { LauncherError } from '../system/launcher-error.mjs';
import { tryCommand } from '../system/run-command.mjs';
import { buildConsole } from './console.mjs';
import { installPackages } from './install.mjs';

/** @typedef {import('../cli/progress.mjs').Progress} Progress */

const OLDEST_NODE = [20, 19];
const MARK = path.join(ROOT, 'node_modules', '.enginehouse-lock');
const PACK = path.join('apps', 'cli', 'build', 'pack.mjs');

/**
 * Installs the packages where they are missing or outdated, and builds what changed.
 *
 * @param {Progress} progress
 * @returns {{ installed: Promise<void>, built: Promise<void> }}
 */
export function prepareCheckout(progress) {
  const installed = install(progress);
  const built = installed.then(() => build(progress));
  // Told by whoever waits for them.
  for (const each of [installed, built]) each.catch(() => undefined);
  return { installed, built };
}

/** @param {Progress} progress */
async function install(progress) {
  refuseOldNode();
  if (isInstalled()) return;
  const done = progress.step('installing npm packages');
  refuseFailed('npm ci', await installPackages(ROOT), 'Type "npm ci" to see more.');
  fs.writeFileSync(MARK, lockHash());
  done('npm packages installed');
}

/** @param {Progress} progress */
async function build(progress) {
  const done = progress.step('building');
  // Whoever starts Enginehouse did not come to check its types: the same output in a third of the time.
  await must(
    process.execPath,
    [path.join('node_modules', 'typescript', 'bin', 'tsc'), '-b', '--noCheck'],
    'Type "npm run build".',
  );
  const packed = tryCommand(process.execPath, [PACK], { cwd: ROOT });
  const isNew = await buildConsole(ROOT).catch((error) => tell(error, progress));
  // The command line works without it, only slower.
  await packed;
  done(isNew ? 'Services and console built' : 'Services built');
}

/** Everything else works without the console. @param {unknown} error @param {Progress} progress */
function tell(error, progress) {
  progress.line(error instanceof Error ? error.message : String(error));
  return false;
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new LauncherError(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
}

/** By content after an installation of ours, by time after somebody else's. */
function isInstalled() {
  const installed = path.join(ROOT, 'node_modules', '.package-lock.json');
  // npm writes it last: without it an installation was interrupted.
  if (!fs.existsSync(installed)) return false;
  if (fs.existsSync(MARK)) return fs.readFileSync(MARK, 'utf8') === lockHash();
  return modified(installed) >= modified(path.join(ROOT, 'package-lock.json'));
}

/** @param {string} command @param {readonly string[]} args @param {string} hint */
async function must(command, args, hint) {
  const result = await tryCommand(command, args, { cwd: ROOT });
  refuseFailed([path.basename(command), ...args].join(' '), result, hint);
}

/** @param {string} what @param {import('../system/run-command.mjs').CommandResult} result @param {string} hint */
function refuseFailed(what, { code, stdout, stderr }, hint) {
  if (code === 0) return;
  const output = `${stdout}\n${stderr}`.trim().split('\n').slice(-20).join('\n');
  throw new LauncherError(`"${what}" failed. ${hint}\n${output}`);
}

function lockHash() {
  return createHash('sha256')
    .update(fs.readFileSync(path.join(ROOT, 'package-lock.json')))
    .digest('hex');
}

/** @param {string} file */
function modified(file) {
  return fs.statSync(file).mtimeMs;
}
