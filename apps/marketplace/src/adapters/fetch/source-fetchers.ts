import type { Problem, Result, SourceLocation } from '@enginehouse/contracts';
import type { Resolver } from '@enginehouse/fenced-http';
import type { RegistryAccount } from '@enginehouse/registry';
import type { Fetched, FetchOptions, SourceFetcher } from '../../ports.js';
import { BuiltInFetcher } from './builtin/builtin-fetcher.js';
import { FileFetcher } from './file/file-fetcher.js';
import { GitFetcher } from './git/git-fetcher.js';
import { HttpFetcher } from './http/http-fetcher.js';
import type { KindFetcher } from './kind-fetcher.js';
import { limits, type FetchLimits } from './limits.js';
import { OciFetcher } from './oci/oci-fetcher.js';

/** What fetching needs of its surroundings. */
export interface FetchSettings {
  /** Folders below which `file` sources may be; none: there are no such sources. */
  readonly fileRoots: readonly string[];
  /** The account for a reference's registry, asked for each time. */
  readonly accountFor?: (reference: string) => Promise<RegistryAccount | null>;
  /** A file of certificates that git trusts beside the usual ones, as Node does with NODE_EXTRA_CA_CERTS. */
  readonly extraCaFile?: string | undefined;
  /** Instead of the system's resolver. */
  readonly resolver?: Resolver | undefined;
  readonly limits?: Partial<FetchLimits>;
}

/** Fetches sources, each by its kind. */
export class SourceFetchers implements SourceFetcher {
  private readonly kinds: { readonly [K in SourceLocation['kind']]: KindFetcher<K> };

  constructor(settings: FetchSettings) {
    const within = { ...settings, limits: { ...limits, ...settings.limits } };
    this.kinds = {
      http: new HttpFetcher(within),
      file: new FileFetcher(within),
      git: new GitFetcher(within),
      oci: new OciFetcher(within),
      builtin: new BuiltInFetcher(within),
    };
  }

  fetch(location: SourceLocation, options: FetchOptions): Promise<Result<Fetched, Problem>> {
    switch (location.kind) {
      case 'http':
        return this.kinds.http.fetch(location, options);
      case 'file':
        return this.kinds.file.fetch(location, options);
      case 'git':
        return this.kinds.git.fetch(location, options);
      case 'oci':
        return this.kinds.oci.fetch(location, options);
      case 'builtin':
        return this.kinds.builtin.fetch(location, options);
    }
  }

  check(location: SourceLocation, internal: boolean): Promise<Result<void, Problem>> {
    switch (location.kind) {
      case 'http':
        return this.kinds.http.check(location, internal);
      case 'file':
        return this.kinds.file.check(location, internal);
      case 'git':
        return this.kinds.git.check(location, internal);
      case 'oci':
        return this.kinds.oci.check(location, internal);
      case 'builtin':
        return this.kinds.builtin.check(location, internal);
    }
  }
}
