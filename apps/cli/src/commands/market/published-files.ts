import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { PublishedFile } from '@enginehouse/signatures';
import { checksumsName, parseSecretKey, signatureSuffix } from '@enginehouse/signatures';
import { problemOf, ProblemError } from '@enginehouse/contracts';
import type { Io } from '../../io.js';
import { UsageError } from '../../usage-error.js';

/** What is signed or checked: one file, or a folder. */
export interface Published {
  readonly kind: 'file' | 'folder';
  readonly path: string;
  readonly files: readonly PublishedFile[];
}

/** Reads a file, or all of a folder. Hidden files and folders (`.git`) are not published. */
export async function readPublished(io: Io, wish: string): Promise<Published> {
  const path = resolve(io.cwd, wish);
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UsageError(`${wish} cannot be read: there is no such file.`);
  if (!found.isDirectory()) {
    return { kind: 'file', path, files: [{ path: basename(path), bytes: await bytesOf(path) }] };
  }
  return { kind: 'folder', path, files: await filesIn(path, '') };
}

/** The file beside a published one, where there is one. */
export async function readBeside(path: string, suffix: string): Promise<readonly PublishedFile[]> {
  const beside = `${path}${suffix}`;
  const found = await stat(beside).catch(() => undefined);
  return found ? [{ path: basename(beside), bytes: await bytesOf(beside) }] : [];
}

async function filesIn(root: string, folder: string): Promise<readonly PublishedFile[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const files: PublishedFile[] = [];
  for (const entry of entries.filter(({ name }) => !name.startsWith('.'))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) files.push(...(await filesIn(root, path)));
    else if (entry.isFile()) files.push({ path, bytes: await bytesOf(join(root, path)) });
    else throw new UsageError(`${path} is no plain file. A source consists of files and folders, without links.`);
  }
  return files;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
  }
}

/** What a folder's list has to name: everything but the list and its signature. */
export const listedFiles = ({ files }: Published): readonly PublishedFile[] =>
  files.filter(({ path }) => path !== checksumsName && path !== `${checksumsName}${signatureSuffix}`);

const longestKeyFile = 2048;

/** Whoever publishes a folder publishes all of it. */
export function refuseSecrets({ files }: Published): void {
  const secret = files.find(({ bytes }) => bytes.length <= longestKeyFile && isSecretKey(bytes));
  if (!secret) return;
  throw new ProblemError(
    problemOf('invalid-input', `${secret.path} is a secret key, and would be published with the folder.`, {
      hint: 'Keep it elsewhere; where it was published already, make a new one.',
    }),
  );
}

const isSecretKey = (bytes: Uint8Array): boolean => parseSecretKey(Buffer.from(bytes).toString()).ok;
