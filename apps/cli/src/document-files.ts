import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Io } from './io.js';
import { UsageError } from './usage-error.js';
import { utf8Text } from './utf8-text.js';

/** A file as it was read. */
export interface TextFile {
  /** What to call it in messages. */
  readonly source: string;
  readonly text: string;
}

const documentName = /\.(?:ya?ml|json)$/i;

/** The file, all documents of a folder and of those in it, in the order of their paths, or standard input for `-`. */
export async function readFiles(io: Io, path: string): Promise<readonly TextFile[]> {
  if (path === '-') return [await readFileAt(io, path)];
  const found = await stat(resolve(io.cwd, path)).catch(() => undefined);
  if (!found?.isDirectory()) return [await readFileAt(io, path)];
  const paths = (await filesIn(io, path)).toSorted((a, b) => (a < b ? -1 : 1));
  if (paths.length > 0) return Promise.all(paths.map((each) => readFileAt(io, each)));
  throw new UsageError(`${path} holds no *.yaml, *.yml or *.json.`, 'Nothing is deleted because a folder is empty.');
}

/** One file, or standard input for `-`. */
export async function readFileAt(io: Io, path: string): Promise<TextFile> {
  if (path === '-') return { source: 'standard input', text: await io.readStdin() };
  try {
    return { source: path, text: utf8Text(await readFile(resolve(io.cwd, path)), path) };
  } catch (error) {
    throw isFileError(error) ? unreadable(path, error) : error;
  }
}

/** Hidden files and folders are others' business (`.git`, `.github`); links to folders could lead in a circle. */
async function filesIn(io: Io, folder: string): Promise<readonly string[]> {
  const entries = await readdir(resolve(io.cwd, folder), { withFileTypes: true }).catch((error: unknown) => {
    throw isFileError(error) ? unreadable(folder, error) : error;
  });
  const visible = entries.filter(({ name }) => !name.startsWith('.'));
  const inside = visible.flatMap((entry) => (entry.isDirectory() ? [filesIn(io, join(folder, entry.name))] : []));
  const here = visible.filter((entry) => !entry.isDirectory() && documentName.test(entry.name));
  const files = await Promise.all(here.map((entry) => isFile(io, join(folder, entry.name))));
  return [...files.flat(), ...(await Promise.all(inside)).flat()];
}

async function isFile(io: Io, path: string): Promise<readonly string[]> {
  const found = await stat(resolve(io.cwd, path)).catch(() => undefined);
  return found && !found.isFile() ? [] : [path];
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error;

function unreadable(path: string, { code }: NodeJS.ErrnoException): UsageError {
  return new UsageError(`${path} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : String(code)}.`);
}
