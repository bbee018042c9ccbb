// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { findBinary } from './find-binary.mjs';
import { runCommand, tryCommand } from './run-command.mjs';

/**
 * Unpacks Debian packages, with whatever they need that this machine lacks, into a folder of ours. Nothing is
 * installed: no root, no maintainer scripts, no service that Debian would start on its own.
 *
 * @param {object} wanted
 * @param {readonly string[]} wanted.packages
 * @param {string} wanted.directory
 * @returns {Promise<string | undefined>} the folder that stands for "/", undefined where this is no Debian
 */
export async function unpackDebianPackages({ packages, directory }) {
  if (!findBinary('apt-get') || !findBinary('dpkg-deb')) return undefined;
  fs.mkdirSync(directory, { recursive: true });
  // Several processes may want the same at once: each unpacks for itself, and the first one's folder takes its place whole.
  const own = fs.mkdtempSync(path.join(directory, 'unpacking-'));
  try {
    await unpackInto(own, packages);
    return takePlace(path.join(own, 'root'), path.join(directory, 'root'));
  } finally {
    fs.rmSync(own, { recursive: true, force: true });
  }
}

/** @param {string} directory @param {readonly string[]} packages */
async function unpackInto(directory, packages) {
  const archives = path.join(directory, 'archives');
  fs.mkdirSync(path.join(archives, 'partial'), { recursive: true });
  fs.mkdirSync(path.join(directory, 'lists', 'partial'), { recursive: true });
  fs.chmodSync(directory, 0o755);
  await download(packages, directory);
  for (const file of fs.readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
    await runCommand('dpkg-deb', ['-x', path.join(archives, file), path.join(directory, 'root')]);
  }
}

const recentMs = 10 * 60_000;

/** What is there already and recent is another process's, as good as ours; older leftovers make room. @param {string} from @param {string} to */
function takePlace(from, to) {
  const there = fs.statSync(to, { throwIfNoEntry: false });
  if (there && Date.now() - there.ctimeMs > recentMs) fs.rmSync(to, { recursive: true, force: true });
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if (!fs.existsSync(to)) throw error;
  }
  return to;
}

/** Where a system keeps programs, daemons included. */
export const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Where unpacked packages keep programs. @param {string} root */
export function unpackedPrograms(root) {
  return ['usr/sbin', 'usr/bin', 'sbin', 'bin'].map((name) => path.join(root, name));
}

/**
 * The environment in which unpacked programs find each other and their libraries.
 *
 * @param {string} root
 * @returns {{ PATH: string, LD_LIBRARY_PATH: string }}
 */
export function unpackedEnvironment(root) {
  const libraries = ['usr/lib', 'lib'].flatMap((name) => {
    const directory = path.join(root, name);
    const names = fs.existsSync(directory) ? fs.readdirSync(directory) : [];
    return names.filter((each) => each.includes('-linux-gnu')).map((each) => path.join(directory, each));
  });
  return { PATH: [...unpackedPrograms(root), SYSTEM_PATH].join(':'), LD_LIBRARY_PATH: libraries.join(':') };
}

/** @param {readonly string[]} packages @param {string} directory */
async function download(packages, directory) {
  const install = ['-y', '--no-install-recommends', '--download-only', 'install', ...packages];
  const first = await tryCommand('apt-get', [...options(directory), ...install]);
  if (first.code === 0) return;
  // A fresh machine has no package lists; ours go into our folder, so this needs no root either.
  const lists = ['-o', `Dir::State::lists=${path.join(directory, 'lists')}/`];
  await runCommand('apt-get', [...options(directory), ...lists, 'update']);
  await runCommand('apt-get', [...options(directory), ...lists, ...install]);
}

/** @param {string} directory */
function options(directory) {
  const settings = {
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': '',
    'Dir::Cache::pkgcache': '',
    'Dir::Cache::srcpkgcache': '',
    'Dir::Cache::archives': `${path.join(directory, 'archives')}/`,
  };
  return ['-q', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}
