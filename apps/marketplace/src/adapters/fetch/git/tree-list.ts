import { isWanted, keyName, signatureOf } from '../wanted-files.js';

/** A file in a commit. */
export interface TreeFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly id: string;
  /** Bytes. */
  readonly size: number;
}

const line = /^(?<mode>[0-7]{6}) (?<type>[a-z]+) (?<id>[0-9a-f]{40,64}) +(?<size>\d+|-)\t(?<path>.*)$/s;

/** Reads what `git ls-tree -r -z -l` lists: plain files. Links and submodules are left out. */
export function filesOf(listing: Buffer): readonly TreeFile[] {
  return listing
    .toString('utf8')
    .split('\0')
    .flatMap((text) => {
      const { mode = '', type, id, size, path } = line.exec(text)?.groups ?? {};
      const isPlain = type === 'blob' && mode.startsWith('100');
      if (!isPlain || id === undefined || path === undefined) return [];
      return [{ path, id, size: Number(size) }];
    });
}

/** Where a source's file is: its path in the repository, and inside the source. */
export interface ChosenFile extends TreeFile {
  readonly name: string;
}

/** What may be listed for a path that is a folder or a file: the file's signature stands beside it. */
export function listedFor(path: string): readonly string[] {
  if (path === '') return [];
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return [path, signatureOf(path), `${folder}${keyName}`];
}

/** The files of a source: the file at the path with what signs it, or the wanted ones below it and those named in `also`. */
export function chosenFrom(
  files: readonly TreeFile[],
  path: string,
  also: ReadonlySet<string> = new Set(),
): readonly ChosenFile[] {
  const isFile = path !== '' && files.some((file) => file.path === path);
  if (isFile) {
    const beside = new Set(listedFor(path));
    const from = path.lastIndexOf('/') + 1;
    return files.filter((file) => beside.has(file.path)).map((file) => ({ ...file, name: file.path.slice(from) }));
  }
  const folder = path === '' ? '' : `${path}/`;
  return files
    .filter((file) => file.path.startsWith(folder))
    .map((file) => ({ ...file, name: file.path.slice(folder.length) }))
    .filter(({ name }) => isWanted(name) || also.has(name));
}
