import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import type { Fetched, FetchOptions, SourceFile } from '../../../ports.js';
import { fetchedByContent, FileSet } from '../file-set.js';
import type { KindFetcher, LocationOf } from '../kind-fetcher.js';
import type { FetchLimits } from '../limits.js';
import { givenUp, sourceInvalid, sourceUnavailable, tooManyBytes } from '../source-problems.js';
import { keyName, signatureOf } from '../wanted-files.js';
import { readFileAt } from './read-file.js';
import { readFolder } from './read-folder.js';

/** Where a location leads, without links. */
interface Place {
  readonly path: string;
  readonly isFolder: boolean;
}

/** A file or folder on the host of this service, below one of the roots that its operator named. */
export class FileFetcher implements KindFetcher<'file'> {
  constructor(private readonly settings: { readonly fileRoots: readonly string[]; readonly limits: FetchLimits }) {}

  async fetch(location: LocationOf<'file'>, options: FetchOptions): Promise<Result<Fetched, Problem>> {
    const place = await this.placeOf(location.path);
    if (!place.ok) return place;
    const what = location.path;
    const files = place.value.isFolder
      ? await readFolder(place.value.path, { ...options, what, limits: this.settings.limits })
      : await this.single(place.value.path, what, options);
    return files.ok ? ok(fetchedByContent(files.value, options.knownRef)) : files;
  }

  async check({ path }: LocationOf<'file'>): Promise<Result<void, Problem>> {
    const place = await this.placeOf(path);
    return place.ok ? ok(undefined) : place;
  }

  /** Links in the path itself may be there for a reason; where they end counts. */
  private async placeOf(path: string): Promise<Result<Place, Problem>> {
    const { fileRoots } = this.settings;
    if (fileRoots.length === 0) return err(noRoots(path));
    const roots = await Promise.all(fileRoots.map((root) => realpath(root).catch(() => null)));
    const isBelow = (real: string) =>
      roots.some((root) => root !== null && (real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)));
    const real = path.includes('\0') ? null : await realpath(path).catch(() => null);
    // Whether something outside exists is nobody's business: both have one answer.
    if (real === null || !isBelow(real)) return err(notBelow(path, fileRoots));
    const found = await stat(real).catch(() => null);
    if (found === null || !(found.isFile() || found.isDirectory())) return err(noFile(path));
    return ok({ path: real, isFolder: found.isDirectory() });
  }

  /** A single index, and what signs it where it really is. */
  private async single(
    path: string,
    what: string,
    { onProgress, signal }: FetchOptions,
  ): Promise<Result<readonly SourceFile[], Problem>> {
    const { limits } = this.settings;
    const files = new FileSet(what, limits, onProgress);
    const name = basename(path);
    for (const each of [name, signatureOf(name), keyName]) {
      if (signal.aborted) return err(givenUp(what));
      const read = await readFileAt(join(dirname(path), each), files.room);
      if (read.kind === 'too-large') return err(tooManyBytes(what, limits.maxBytes));
      if (read.kind === 'no-file' && each === name) return err(unreadable(what));
      const added = read.kind === 'read' ? files.add({ path: each, bytes: read.bytes }) : ok(undefined);
      if (!added.ok) return added;
    }
    return files.done();
  }
}

const noRoots = (path: string): Problem =>
  sourceInvalid(
    `${path} cannot be a source: no folder is set for sources that are files.`,
    'Name folders in MARKETPLACE_FILE_ROOTS of the marketplace service, separated by colons.',
  );

const notBelow = (path: string, roots: readonly string[]): Problem =>
  sourceInvalid(
    `${path} is not there, or leads out of the folders for sources.`,
    `On the host of the marketplace service, put it below ${roots.join(' or ')}; links may not lead out.`,
  );

const noFile = (path: string): Problem =>
  sourceInvalid(`${path} is neither a file nor a folder.`, 'Name a file of entries, or a folder of such files.');

const unreadable = (path: string): Problem =>
  sourceUnavailable(`${path} cannot be read.`, 'Let the user of the marketplace service read it.');
