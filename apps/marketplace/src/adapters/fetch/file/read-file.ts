import { constants } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';

/** What became of reading a file. */
export type FileRead =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'no-file' };

// A link is refused, and opening a pipe that nobody writes to does not wait.
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Reads a file at a path without links in it, which somebody may be changing at the same moment. */
export async function readFileAt(path: string, maxBytes: number): Promise<FileRead> {
  const handle = await open(path, flags).catch(() => null);
  if (handle === null) return { kind: 'no-file' };
  try {
    return (await isThatFile(handle, path)) ? await readUpTo(handle, maxBytes) : { kind: 'no-file' };
  } finally {
    await handle.close();
  }
}

/** A folder above may have become a link between looking and opening; then what is open is somewhere else. */
async function isThatFile(handle: FileHandle, path: string): Promise<boolean> {
  const [opened, real] = await Promise.all([handle.stat(), realpath(path).catch(() => null)]);
  if (!opened.isFile() || real !== path) return false;
  const named = await stat(real).catch(() => null);
  return named !== null && named.dev === opened.dev && named.ino === opened.ino;
}

/** It may grow while it is read: what counts is what came, not what it said. */
async function readUpTo(handle: FileHandle, maxBytes: number): Promise<FileRead> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of handle.createReadStream({ autoClose: false, highWaterMark: 256 * 1024 })) {
    length += (part as Buffer).length;
    if (length > maxBytes) return { kind: 'too-large' };
    parts.push(part as Buffer);
  }
  return { kind: 'read', bytes: Buffer.concat(parts) };
}
