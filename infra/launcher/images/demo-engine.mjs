// @ts-check
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LauncherError } from '../system/launcher-error.mjs';
import { runCommand } from '../system/run-command.mjs';
import { ensureImage } from './load-image.mjs';
import { nodeRuntime } from './node-runtime.mjs';
import { tree } from './tree.mjs';

/** @typedef {import('./tar.mjs').TarEntry} TarEntry */

const ENGINE = fileURLToPath(new URL('../../engine/', import.meta.url));
const PLATFORM = `${process.platform}-${process.arch}`;
const BINARIES = path.join(ENGINE, 'binaries', PLATFORM);
const INSTALLED = path.join('node_modules', '.package-lock.json');
const SERVER_FILES = ['server.mjs', 'settings.mjs', 'llama.mjs', 'slots.mjs', 'openai.mjs', 'http.mjs', 'package.json'];
// What packages carry for people and compilers, and llama.cpp's sources, of which a server needs nothing.
const UNWANTED =
  /\.(d\.ts|d\.mts|d\.cts|map|md|tsbuildinfo|bundle|cpp|h|hpp)$|(^|\/)(\.bin|\.package-lock\.json|templates)$/;

/**
 * Installs the demo engine's packages where they are missing or outdated. They stay out of the workspace: the compiled
 * llama.cpp is large, and only whoever runs the demo needs it.
 */
export async function installDemoEngine() {
  if (!fs.existsSync(BINARIES)) {
    throw new LauncherError(
      `The demo engine has no llama.cpp for ${PLATFORM}, only for linux-x64 and linux-arm64. Use "npm start" and deploy a backend of your own.`,
    );
  }
  await Promise.all([install(ENGINE, ['--omit=optional']), install(BINARIES, [])]);
}

/** @param {string} directory @param {readonly string[]} flags */
async function install(directory, flags) {
  const installed = path.join(directory, INSTALLED);
  const lock = path.join(directory, 'package-lock.json');
  if (fs.existsSync(installed) && fs.statSync(installed).mtimeMs >= fs.statSync(lock).mtimeMs) return;
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await runCommand('npm', ['ci', ...quiet, ...flags], { cwd: directory });
}

/** The tag is made from everything that decides the content, so a second start finds the image by its name. */
export function demoEngineTag() {
  const hash = createHash('sha256').update(process.version).update(PLATFORM);
  const locks = [path.join(ENGINE, 'package-lock.json'), path.join(BINARIES, 'package-lock.json')];
  for (const file of [...SERVER_FILES.map((name) => path.join(ENGINE, name)), ...locks])
    hash.update(fs.readFileSync(file));
  return `enginehouse/demo-engine:${hash.digest('hex').slice(0, 12)}`;
}

/**
 * The demo engine's image, made from this machine's Node and the installed packages.
 *
 * @param {{ host: string, scratchDir: string }} where
 */
export function ensureDemoEngineImage({ host, scratchDir }) {
  const recipe = {
    tag: demoEngineTag(),
    layers: async () => {
      await installDemoEngine();
      return [await nodeRuntime(nativeModules()), packages(), server()];
    },
    entrypoint: ['/usr/bin/node', '/app/server.mjs'],
    env: ['NODE_ENV=production'],
    user: '1000:1000',
  };
  return ensureImage({ host, recipe, scratchDir });
}

/** @param {string} name */
function wanted(name) {
  return !UNWANTED.test(name);
}

/** @returns {TarEntry[]} */
function packages() {
  return [
    { type: 'directory', path: 'app/node_modules' },
    ...tree(path.join(ENGINE, 'node_modules'), 'app/node_modules', wanted),
    ...tree(path.join(BINARIES, 'node_modules'), 'app/node_modules', wanted),
  ];
}

/** @returns {TarEntry[]} */
function server() {
  return SERVER_FILES.map((name) => ({ type: 'file', path: `app/${name}`, source: path.join(ENGINE, name) }));
}

/** The compiled libraries themselves are in the packages; asked for are the system's that they need. */
function nativeModules() {
  const directory = path.join(BINARIES, 'node_modules', '@node-llama-cpp', PLATFORM, 'bins', PLATFORM);
  return [path.join(directory, 'llama-addon.node')];
}
