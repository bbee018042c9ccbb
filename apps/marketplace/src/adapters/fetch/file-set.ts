import { createHash } from 'node:crypto';
import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import type { Fetched, SourceFile } from '../../ports.js';
import type { FetchLimits } from './limits.js';
import { noFiles, tooManyBytes, tooManyFiles } from './source-problems.js';

/** Collects the files of a source up to its limits. */
export class FileSet {
  private readonly files: SourceFile[] = [];
  private bytes = 0;

  constructor(
    /** How the source is called in messages. */
    private readonly what: string,
    private readonly limits: Pick<FetchLimits, 'maxBytes' | 'maxFiles'>,
    private readonly onProgress: (bytes: number, total: number | null) => void,
  ) {}

  get all(): readonly SourceFile[] {
    return this.files;
  }

  /** Bytes that may still be added. */
  get room(): number {
    return this.limits.maxBytes - this.bytes;
  }

  add(file: SourceFile): Result<void, Problem> {
    if (this.files.length >= this.limits.maxFiles) return err(tooManyFiles(this.what, this.limits.maxFiles));
    if (file.bytes.byteLength > this.room) return err(tooManyBytes(this.what, this.limits.maxBytes));
    this.files.push(file);
    this.bytes += file.bytes.byteLength;
    this.onProgress(this.bytes, null);
    return ok(undefined);
  }

  /** All of them, in the order of their paths. */
  done(mayBeEmpty = false): Result<readonly SourceFile[], Problem> {
    return this.files.length === 0 && !mayBeEmpty ? err(noFiles(this.what)) : ok(inOrder(this.files));
  }
}

/** In the order of their paths, whatever order they came in. */
export const inOrder = (files: readonly SourceFile[]): readonly SourceFile[] =>
  files.toSorted((a, b) => (a.path < b.path ? -1 : 1));

/** The answer for files that have no name of their own upstream: their hash is their name. */
export function fetchedByContent(files: readonly SourceFile[], knownRef: string | null): Fetched {
  const upstreamRef = contentRef(files);
  return upstreamRef === knownRef ? { kind: 'unchanged', upstreamRef } : { kind: 'fetched', files, upstreamRef };
}

/** SHA-256 over the names and contents of files; the same for the same files in any order. */
export function contentRef(files: readonly SourceFile[]): string {
  const all = createHash('sha256');
  for (const { path, bytes } of inOrder(files))
    all.update(`${JSON.stringify(path)} ${createHash('sha256').update(bytes).digest('hex')}\n`);
  return `sha256:${all.digest('hex')}`;
}
