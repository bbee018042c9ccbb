import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import { checkAddress, openFencedProxy, type FencedProxy, type Resolver } from '@enginehouse/fenced-http';
import type { Fetched, FetchOptions } from '../../../ports.js';
import { inOrder } from '../file-set.js';
import type { KindFetcher, LocationOf } from '../kind-fetcher.js';
import type { FetchLimits } from '../limits.js';
import { asSourceProblem, sourceUnavailable } from '../source-problems.js';
import { gitEnvironment } from './git-environment.js';
import { gitLocation, type GitLocation } from './git-location.js';
import { gitProblem, sendsTooMuch } from './git-problems.js';
import { GitRepository, shown } from './git-repository.js';
import { faultOfGit, programs } from './git-version.js';
import { inTemporaryFolder } from './temporary-folder.js';
import { timeBox } from './time-box.js';
import { trustedCertificates } from './trusted-certificates.js';

interface Settings {
  readonly extraCaFile?: string | undefined;
  readonly resolver?: Resolver | undefined;
  readonly limits: FetchLimits;
}

// Found from src as well as from dist: the file itself is not compiled.
const connectProgram = fileURLToPath(
  new URL('../../../../src/adapters/fetch/git/connect-through-proxy.mjs', import.meta.url),
);

/** A repository at one ref, read by the git program behind a fenced proxy. */
export class GitFetcher implements KindFetcher<'git'> {
  constructor(private readonly settings: Settings) {}

  async fetch(written: LocationOf<'git'>, options: FetchOptions): Promise<Result<Fetched, Problem>> {
    const location = this.locationOf(written, options.internal);
    if (!location.ok) return location;
    const { ref, isPinned } = location.value;
    if (isPinned && ref === options.knownRef) return ok({ kind: 'unchanged', upstreamRef: ref });
    const { fetchMs } = this.settings.limits;
    const boxed = await timeBox({ afterMs: fetchMs, signal: options.signal }, (signal) =>
      this.within(location.value, { ...options, signal }),
    );
    return boxed.isLate && !boxed.value.ok ? err(tooSlow(location.value, fetchMs)) : boxed.value;
  }

  /** A name that cannot be resolved now may be resolvable later. */
  async check(written: LocationOf<'git'>, internal: boolean): Promise<Result<void, Problem>> {
    const location = this.locationOf(written, internal);
    if (!location.ok) return location;
    // The fence knows http; what it checks is the host.
    const address = location.value.url.replace(/^git:/, 'http:');
    const checked = await checkAddress(address, { ...this.fence(internal), timeoutMs: this.settings.limits.requestMs });
    if (!checked.ok && checked.error.code === 'address-not-allowed') return err(this.said(checked.error, internal));
    const usable = await faultOfGit();
    return usable === null ? ok(undefined) : err(usable);
  }

  private locationOf(written: LocationOf<'git'>, internal: boolean): Result<GitLocation, Problem> {
    const location = gitLocation(written);
    const isOpen = location.ok && location.value.scheme !== 'https';
    return isOpen && !internal ? err(this.said(notEncrypted(location.value), internal)) : location;
  }

  private async within(location: GitLocation, options: FetchOptions): Promise<Result<Fetched, Problem>> {
    const unusable = await faultOfGit();
    if (unusable !== null) return err(unusable);
    const { onProgress, internal } = options;
    const proxy = await openFencedProxy({
      ...this.fence(internal),
      timeoutMs: this.settings.limits.requestMs,
      maxBytes: this.settings.limits.maxTransfer,
      onProgress: (bytes) => onProgress(bytes, null),
    });
    try {
      return await inTemporaryFolder('enginehouse-git-', async (home) =>
        this.read(await this.repository(location, home, proxy, options), options.knownRef),
      );
    } finally {
      await proxy.close();
    }
  }

  private async read(repository: GitRepository, knownRef: string | null): Promise<Result<Fetched, Problem>> {
    const remote = await repository.remoteRef();
    if (!remote.ok) return remote;
    if (remote.value.commit === knownRef) return ok({ kind: 'unchanged', upstreamRef: knownRef });
    const commit = await repository.fetch(remote.value);
    if (!commit.ok) return commit;
    const files = await repository.files(commit.value);
    return files.ok ? ok({ kind: 'fetched', files: inOrder(files.value), upstreamRef: commit.value }) : files;
  }

  private async repository(
    location: GitLocation,
    home: string,
    proxy: FencedProxy,
    { signal, internal, mayBeEmpty }: FetchOptions,
  ): Promise<GitRepository> {
    const caFile = join(home, 'trusted.pem');
    await writeFile(caFile, await trustedCertificates(this.settings.extraCaFile));
    const { scheme } = location;
    const env = gitEnvironment({ home, proxyUrl: proxy.url, scheme, caFile, connectProgram, path: pathWithNode });
    return new GitRepository({
      home,
      env,
      location,
      mayBeEmpty,
      signal,
      limits: this.settings.limits,
      explain: (end) => {
        const fenced = end.kind === 'ended' ? proxy.problem() : null;
        return fenced === null ? gitProblem(end, shown(location)) : this.fenced(fenced, location, internal);
      },
    });
  }

  private fence(internal: boolean) {
    const { resolver } = this.settings;
    return { policy: internal ? ('internal' as const) : ('public' as const), httpsOnly: !internal, resolver };
  }

  /** What the proxy did not let through. */
  private fenced(problem: Problem, location: GitLocation, internal: boolean): Problem {
    if (problem.code !== 'input-too-large') return this.said(problem, internal);
    return sendsTooMuch(shown(location), this.settings.limits.maxTransfer);
  }

  private said(problem: Problem, internal: boolean): Problem {
    return asSourceProblem(problem, { internal, maxBytes: this.settings.limits.maxBytes });
  }
}

/** The program that connects is one for Node. */
const pathWithNode = `${process.execPath.replace(/\/[^/]*$/, '')}:${programs}`;

const notEncrypted = ({ url, scheme }: GitLocation): Problem =>
  problemOf(
    'address-not-allowed',
    `${scheme}://${new URL(url).host} may not be called: only https is spoken here, not ${scheme}.`,
  );

const tooSlow = (location: GitLocation, milliseconds: number): Problem =>
  sourceUnavailable(
    `${shown(location)} was not read within ${Math.round(milliseconds / 1000)} s.`,
    'A smaller repository takes less time.',
  );
