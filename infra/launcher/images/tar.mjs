// @ts-check
import fs from 'node:fs';

/**
 * One thing in an archive. Owner, times and order never vary, so equal content gives equal bytes.
 *
 * @typedef {{ path: string, mode?: number } & ({ type: 'directory' } | { type: 'link', target: string } | { type: 'file', content: Buffer } | { type: 'file', source: string })} TarEntry
 */

const BLOCK = 512;
const TYPE_FLAGS = { file: '0', link: '2', directory: '5' };

/**
 * The bytes of a tar archive, a few at a time.
 *
 * @param {Iterable<TarEntry>} entries
 * @returns {AsyncGenerator<Buffer>}
 */
export async function* tarStream(entries) {
  for (const entry of entries) {
    const size = sizeOf(entry);
    // Names beyond a hundred bytes travel in a record of their own before the entry (GNU's way).
    const name = Buffer.from(entry.type === 'directory' ? `${entry.path}/` : entry.path);
    if (name.length > 100) {
      yield header({ name: Buffer.from('././@LongLink'), size: name.length + 1, flag: 'L', mode: 0o644 });
      yield padded(Buffer.concat([name, Buffer.alloc(1)]));
    }
    const mode = entry.mode ?? (entry.type === 'directory' ? 0o755 : 0o644);
    const target = entry.type === 'link' ? entry.target : '';
    yield header({ name: name.subarray(0, 100), size, flag: TYPE_FLAGS[entry.type], mode, target });
    yield* contentOf(entry);
    yield Buffer.alloc(padding(size));
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** @param {TarEntry} entry */
function sizeOf(entry) {
  if (entry.type !== 'file') return 0;
  return 'content' in entry ? entry.content.length : fs.statSync(entry.source).size;
}

/** @param {TarEntry} entry */
async function* contentOf(entry) {
  if (entry.type !== 'file') return;
  if ('content' in entry) yield entry.content;
  else yield* fs.createReadStream(entry.source, { highWaterMark: 1 << 20 });
}

/** @param {{ name: Buffer, size: number, flag: string, mode: number, target?: string }} fields */
function header({ name, size, flag, mode, target = '' }) {
  const block = Buffer.alloc(BLOCK);
  name.copy(block, 0);
  const octal = (/** @type {number} */ value, /** @type {number} */ at, /** @type {number} */ length) =>
    block.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1');
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write(flag, 156, 'latin1');
  block.write(target, 157, 100, 'utf8');
  block.write('ustar\u000000', 257, 'latin1');
  // The checksum counts its own field as eight spaces.
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** @param {number} size */
function padding(size) {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

/** @param {Buffer} content */
function padded(content) {
  return Buffer.concat([content, Buffer.alloc(padding(content.length))]);
}
