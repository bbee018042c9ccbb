import {
  err,
  ok,
  type EntryWarning,
  type FieldError,
  type OfferedEntry,
  type Problem,
  type RejectedEntry,
  type Result,
} from '@enginehouse/contracts';
import { contentHashOf } from './content-hash.js';
import { inProductStyle } from './fault.js';
import { findEntries } from './find-entries.js';
import type { FoundEntry } from './found-entry.js';
import { indexFiles, type IndexFile } from './index-files.js';
import { maxEntries, maxErrorsOfEntry, maxIndexSize, maxWarningsOfEntry } from './index-limits.js';
import { noneReadable, nothingThere, singleInvalid, tooLarge, tooManyEntries } from './index-problems.js';
import { nameOf, readEntry, type EntryRead } from './read-entry.js';

/** What a source holds: the entries that can be offered, and those that cannot. */
export interface ReadIndex {
  /** In the order in which they stand there. Icons are still as their authors wrote them. */
  readonly entries: readonly OfferedEntry[];
  /** The file of each entry by its name; empty where the source is a single file. */
  readonly files: ReadonlyMap<string, string>;
  readonly rejected: readonly RejectedEntry[];
  /** What of accepted entries was not taken over. */
  readonly warnings: readonly EntryWarning[];
}

/** What reading depends on besides the files. */
export interface ReadIndexOptions {
  /** Entries that need a newer one are rejected. */
  readonly enginehouseVersion: string;
  /** Whether a source without any file that can be one of entries is one without entries; else that is a problem. */
  readonly mayBeEmpty?: boolean;
}

/**
 * Reads the entries of a source: our own index, GPUStack's list of community backends, or one file per backend. Every
 * entry stands for itself; a bad one is rejected with its position and reasons. A problem (`source-invalid`) is answered
 * only where nothing of the source can be read, so that what was read before may stay.
 */
export function readIndex(files: readonly IndexFile[], options: ReadIndexOptions): Result<ReadIndex, Problem> {
  const size = files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  if (size > maxIndexSize) return err(tooLarge(size));
  const { files: chosen, isSingle } = indexFiles(files);
  if (chosen.length === 0 && !options.mayBeEmpty) return err(nothingThere(files.length));
  const collector = new Collector(isSingle, options);
  for (const file of chosen) {
    const failure = collector.addFile(file);
    if (failure) return err(failure);
  }
  const [first] = collector.unreadable;
  if (first && collector.unreadable.length === chosen.length)
    return err(noneReadable(collector.unreadable.length, first));
  const { entries, files: from, rejected, warnings } = collector;
  return ok({ entries, files: from, rejected, warnings });
}

class Collector implements ReadIndex {
  readonly entries: OfferedEntry[] = [];
  readonly files = new Map<string, string>();
  readonly rejected: RejectedEntry[] = [];
  readonly warnings: EntryWarning[] = [];
  /** The files of which nothing could be read. */
  readonly unreadable: RejectedEntry[] = [];
  private position = 0;
  /** Where each name was found first, in lower case. */
  private readonly names = new Map<string, string>();

  constructor(
    private readonly isSingle: boolean,
    private readonly options: ReadIndexOptions,
  ) {}

  /** Adds what a file holds; a problem where that ends the whole reading. */
  addFile(file: IndexFile): Problem | undefined {
    const found = findEntries(file);
    if (!found.ok) {
      if (this.isSingle) return singleInvalid(file.path, found.error.map(inProductStyle));
      this.position += 1;
      this.unreadable.push(this.reject(file, null, found.error[0]?.line, found.error));
      return undefined;
    }
    if (this.position + found.value.length > maxEntries) return tooManyEntries();
    for (const entry of found.value) this.addEntry(file, entry);
    return undefined;
  }

  private addEntry(file: IndexFile, found: FoundEntry): void {
    this.position += 1;
    const read = readEntry(found, this.options.enginehouseVersion);
    if (!read.ok) {
      this.reject(file, nameOf(found), found.line, read.error);
      return;
    }
    const name = read.value.definition.backend_name;
    const taken = this.names.get(name.toLowerCase());
    if (taken === undefined) this.accept(file, found.line, read.value);
    else this.reject(file, name, found.line, [duplicate(taken, found)]);
  }

  private accept(file: IndexFile, line: number, { definition, about, notes }: EntryRead): void {
    const name = definition.backend_name;
    const where = this.isSingle ? `line ${line}` : `${file.path}, line ${line}`;
    this.names.set(name.toLowerCase(), `${name}, number ${this.position} (${where})`);
    if (!this.isSingle) this.files.set(name, file.path);
    this.entries.push({ name, definition, about, contentHash: contentHashOf(definition, about) });
    this.warnings.push(...notes.slice(0, maxWarningsOfEntry).map((note) => ({ name, ...note })));
  }

  private reject(
    file: IndexFile,
    name: string | null,
    line: number | undefined,
    errors: readonly FieldError[],
  ): RejectedEntry {
    const rejected = {
      position: this.position,
      name,
      ...(this.isSingle ? {} : { file: file.path }),
      ...(line === undefined ? {} : { line }),
      errors: errors.slice(0, maxErrorsOfEntry).map(inProductStyle),
    };
    this.rejected.push(rejected);
    return rejected;
  }
}

const duplicate = (taken: string, { form, line }: FoundEntry): FieldError => ({
  code: 'duplicate-name',
  path: form === 'entry' ? ['backend', 'backend_name'] : ['backend_name'],
  detail: `There is an entry of this name already: ${taken}.`,
  hint: 'Names that differ only in case count as the same.',
  line,
});
