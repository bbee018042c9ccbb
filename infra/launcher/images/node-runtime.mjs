// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { findBinary } from '../system/find-binary.mjs';
import { LauncherError } from '../system/launcher-error.mjs';
import { runCommand } from '../system/run-command.mjs';

/** @typedef {import('./tar.mjs').TarEntry} TarEntry */

const PASSWD = 'root:x:0:0:root:/:/bin/false\nengine:x:1000:1000:engine:/tmp:/bin/false\n';
// Debian's own nodejs keeps parts of Node's library here instead of inside the program.
const DEBIAN_NODE_LIBRARY = '/usr/share/nodejs';

/**
 * Everything an image needs to run JavaScript: this machine's own Node with the shared libraries that it and `addons`
 * load. So no base image has to come from a registry.
 *
 * @param {readonly string[]} [addons] native modules
 * @returns {Promise<TarEntry[]>}
 */
export async function nodeRuntime(addons = []) {
  if (!findBinary('ldd') || isMusl()) {
    throw new LauncherError(
      'The demo engine is built from this machine\'s Node, which needs glibc (Debian, Ubuntu, Fedora ...). Run the demo on such a machine, or use "npm start" with images of your own.',
    );
  }
  const node = fs.realpathSync(process.execPath);
  const libraries = await sharedLibraries([node, ...addons]);
  const entries = [
    ...directories(['etc', 'tmp', 'proc', 'sys', 'dev', 'app', 'models', 'usr', 'usr/bin', 'lib64']),
    file('usr/bin/node', node, 0o755),
    ...libraries.flatMap((library) => [...parents(library), file(library.slice(1), fs.realpathSync(library), 0o755)]),
    ...debianNodeLibrary(libraries),
    text('etc/passwd', PASSWD),
    text('etc/nsswitch.conf', 'hosts: files dns\n'),
  ];
  return [...new Map(entries.map((entry) => [entry.path, entry])).values()];
}

function isMusl() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return report.header?.glibcVersionRuntime === undefined;
}

/**
 * ldd prints `name => /path (address)`, and the loader as a bare path. The loader's path is part of the program, so
 * all of them keep their places.
 *
 * @param {readonly string[]} programs
 */
async function sharedLibraries(programs) {
  const outputs = await Promise.all(programs.map((program) => runCommand('ldd', [program])));
  const lines = outputs.join('\n').split('\n');
  const found = lines.flatMap((line) => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1] ?? []);
  // What stands beside a module comes with its package.
  const system = found.filter((library) => !programs.some((program) => library.startsWith(path.dirname(program))));
  const missing = lines.filter((line) => line.includes('not found'));
  if (missing.length > 0)
    throw new LauncherError(`Shared libraries are missing on this machine: ${missing.join(', ')}`);
  return [...new Set(system)].sort();
}

/** @param {readonly string[]} libraries @returns {TarEntry[]} */
function debianNodeLibrary(libraries) {
  if (!libraries.some((library) => path.basename(library).startsWith('libnode.so'))) return [];
  const builtin = ['acorn', 'cjs-module-lexer', 'minimatch', 'undici', 'amaro'].map((name) =>
    path.join(DEBIAN_NODE_LIBRARY, name),
  );
  const files = builtin.filter((name) => fs.existsSync(name)).flatMap(filesBelow);
  return files.flatMap((name) => [...parents(name), file(name.slice(1), name, 0o644)]);
}

/** @param {string} directory */
function filesBelow(directory) {
  const all = fs.readdirSync(directory, { recursive: true, withFileTypes: true });
  return all.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
}

/** @param {readonly string[]} paths @returns {TarEntry[]} */
function directories(paths) {
  return paths.map((name) => ({ type: 'directory', path: name, mode: name === 'tmp' ? 0o1777 : 0o755 }));
}

/** @param {string} absolute */
function parents(absolute) {
  const parts = path.dirname(absolute).slice(1).split('/');
  return directories(parts.map((_, index) => parts.slice(0, index + 1).join('/')));
}

/** @param {string} name @param {string} source @param {number} mode @returns {TarEntry} */
function file(name, source, mode) {
  return { type: 'file', path: name, source, mode };
}

/** @param {string} name @param {string} content @returns {TarEntry} */
function text(name, content) {
  return { type: 'file', path: name, content: Buffer.from(content) };
}
