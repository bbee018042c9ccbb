import { fileURLToPath } from 'node:url';
import { realpath } from 'node:fs/promises';
import { ok, type Problem, type Result } from '@enginehouse/contracts';
import type { Fetched, FetchOptions } from '../../../ports.js';
import { fetchedByContent } from '../file-set.js';
import { readFolder } from '../file/read-folder.js';
import type { KindFetcher, LocationOf } from '../kind-fetcher.js';
import type { FetchLimits } from '../limits.js';

// Found from src as well as from dist: the files themselves are not compiled.
const folder = fileURLToPath(new URL('../../../../src/builtin', import.meta.url));

/** The entries that come with Enginehouse. */
export class BuiltInFetcher implements KindFetcher<'builtin'> {
  constructor(private readonly settings: { readonly limits: FetchLimits }) {}

  async fetch(_: LocationOf<'builtin'>, options: FetchOptions): Promise<Result<Fetched, Problem>> {
    const what = 'The built-in source';
    const files = await readFolder(await realpath(folder), { ...options, what, limits: this.settings.limits });
    return files.ok ? ok(fetchedByContent(files.value, options.knownRef)) : files;
  }

  check(): Promise<Result<void, Problem>> {
    return Promise.resolve(ok(undefined));
  }
}
