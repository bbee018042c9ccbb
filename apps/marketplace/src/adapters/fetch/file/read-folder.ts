import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import type { SourceFile } from '../../../ports.js';
import { FileSet } from '../file-set.js';
import type { FetchLimits } from '../limits.js';
import { givenUp, tooManyBytes, tooManyFiles } from '../source-problems.js';
import { alsoListed, isWanted } from '../wanted-files.js';
import { readFileAt } from './read-file.js';

/** How a folder is read. */
export interface FolderReading {
  /** How it is called in messages. */
  readonly what: string;
  readonly limits: Pick<FetchLimits, 'maxBytes' | 'maxFiles'>;
  readonly mayBeEmpty: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number, total: number | null) => void;
}

/** Names looked at for each file taken: a folder of other things is not walked for ever. */
const namesPerFile = 10;
const maxDepth = 20;

/** Reads the wanted files of a folder and the folders in it, without following any link. `folder` is a real path. */
export async function readFolder(
  folder: string,
  { what, limits, mayBeEmpty, signal, onProgress }: FolderReading,
): Promise<Result<readonly SourceFile[], Problem>> {
  const files = new FileSet(what, limits, onProgress);
  const add = async (path: string): Promise<Result<void, Problem>> => {
    if (signal.aborted) return err(givenUp(what));
    const read = await readFileAt(join(folder, path), files.room);
    if (read.kind === 'too-large') return err(tooManyBytes(what, limits.maxBytes));
    return read.kind === 'read' ? files.add({ path, bytes: read.bytes }) : ok(undefined);
  };
  for await (const path of pathsBelow(folder, limits.maxFiles * namesPerFile)) {
    const added = path === null ? err(tooManyFiles(what, limits.maxFiles)) : await add(path);
    if (!added.ok) return added;
  }
  for (const path of alsoListed(files.all)) {
    const added = await add(path);
    if (!added.ok) return added;
  }
  return files.done(mayBeEmpty);
}

/** Paths of wanted files; null where there are too many names to go on. */
async function* pathsBelow(folder: string, maxNames: number): AsyncGenerator<string | null> {
  const open: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  let names = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const entries = await opendir(join(folder, next.path)).catch(() => null);
    if (entries === null) continue;
    for await (const entry of entries) {
      names += 1;
      if (names > maxNames) return yield null;
      const path = next.path === '' ? entry.name : `${next.path}/${entry.name}`;
      const isFolder = entry.isDirectory() && !entry.name.startsWith('.') && next.depth < maxDepth;
      if (isFolder) open.push({ path, depth: next.depth + 1 });
      else if (entry.isFile() && isWanted(path)) yield path;
    }
  }
}
