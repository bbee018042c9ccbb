// @ts-check
import fs from 'node:fs';
import path from 'node:path';

/** @typedef {import('./tar.mjs').TarEntry} TarEntry */

/**
 * The archive entries of a folder on this machine, sorted, as they stand below `target` in the image.
 *
 * @param {string} source
 * @param {string} target
 * @param {(relative: string) => boolean} [wanted] asked for files and folders alike
 * @returns {TarEntry[]}
 */
export function tree(source, target, wanted = () => true) {
  /** @param {string} relative @returns {TarEntry[]} */
  const walk = (relative) => {
    const names = fs.readdirSync(path.join(source, relative)).sort();
    return names
      .map((name) => path.join(relative, name))
      .filter(wanted)
      .flatMap((name) => {
        const stat = fs.lstatSync(path.join(source, name));
        const at = path.posix.join(target, name);
        if (stat.isDirectory()) return [{ type: 'directory', path: at }, ...walk(name)];
        if (stat.isSymbolicLink()) return []; // npm's .bin folders; nothing in an image is found through them
        return [{ type: 'file', path: at, source: path.join(source, name), mode: stat.mode & 0o111 ? 0o755 : 0o644 }];
      });
  };
  return walk('');
}
