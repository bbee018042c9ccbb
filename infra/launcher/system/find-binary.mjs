// @ts-check
import fs from 'node:fs';
import path from 'node:path';

// Daemons live in sbin, which a plain user's PATH leaves out.
const SYSTEM_DIRECTORIES = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/**
 * The absolute path of an executable, looked up on PATH, then in the system's directories, then in `also`.
 *
 * @param {string} name
 * @param {readonly string[]} [also]
 * @returns {string | undefined}
 */
export function findBinary(name, also = []) {
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return [...onPath, ...SYSTEM_DIRECTORIES, ...also].map((directory) => path.join(directory, name)).find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
