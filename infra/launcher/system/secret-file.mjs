// @ts-check
import fs from 'node:fs';

/**
 * Writes a file that only its owner reads. One that is there is replaced in one step and keeps its owner: whoever starts
 * at that moment reads the old content or the new.
 *
 * @param {string} file
 * @param {string} content
 */
export function writeSecret(file, content) {
  const draft = `${file}.new`;
  fs.writeFileSync(draft, content, { mode: 0o600 });
  const known = fs.statSync(file, { throwIfNoEntry: false });
  if (known && process.getuid?.() === 0) fs.chownSync(draft, known.uid, known.gid);
  fs.renameSync(draft, file);
}
