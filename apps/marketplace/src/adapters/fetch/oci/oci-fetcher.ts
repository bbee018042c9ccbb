import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import type { Resolver } from '@enginehouse/fenced-http';
import { checkArtifact, readArtifact, type RegistryAccount } from '@enginehouse/registry';
import type { Fetched, FetchOptions } from '../../../ports.js';
import { inOrder } from '../file-set.js';
import type { KindFetcher, LocationOf } from '../kind-fetcher.js';
import type { FetchLimits } from '../limits.js';
import { asSourceProblem, noFiles } from '../source-problems.js';
import { alsoListed, isWanted } from '../wanted-files.js';

interface Settings {
  readonly accountFor?: (reference: string) => Promise<RegistryAccount | null>;
  readonly resolver?: Resolver | undefined;
  readonly limits: FetchLimits;
}

/** An artifact in a registry, as `oras push` stores files there. */
export class OciFetcher implements KindFetcher<'oci'> {
  constructor(private readonly settings: Settings) {}

  async fetch({ reference }: LocationOf<'oci'>, options: FetchOptions): Promise<Result<Fetched, Problem>> {
    const { accountFor, resolver, limits } = this.settings;
    const { internal, knownRef, mayBeEmpty, signal, onProgress } = options;
    const read = await readArtifact(reference, {
      policy: policyOf(internal),
      account: (await accountFor?.(reference)) ?? null,
      knownDigest: knownRef,
      isWanted,
      alsoWanted: (files) => alsoListed(files.map(({ name, bytes }) => ({ path: name, bytes }))),
      maxFiles: limits.maxFiles,
      maxBytes: limits.maxBytes,
      requestMs: limits.requestMs,
      timeoutMs: limits.fetchMs,
      signal,
      onProgress,
      resolver,
    });
    if (!read.ok) return err(this.said(read.error, internal));
    const { digest: upstreamRef } = read.value;
    if (read.value.kind === 'unchanged') return ok({ kind: 'unchanged', upstreamRef });
    const files = read.value.files.map(({ name, bytes }) => ({ path: name, bytes }));
    if (files.length === 0 && !mayBeEmpty) return err(noFiles(reference));
    return ok({ kind: 'fetched', files: inOrder(files), upstreamRef });
  }

  /** A registry whose name cannot be resolved now may be resolvable later. */
  async check({ reference }: LocationOf<'oci'>, internal: boolean): Promise<Result<void, Problem>> {
    const { resolver, limits } = this.settings;
    const policy = policyOf(internal);
    const checked = await checkArtifact(reference, { policy, requestMs: limits.requestMs, resolver });
    return checked.ok || checked.error.code === 'unavailable' ? ok(undefined) : err(this.said(checked.error, internal));
  }

  private said(problem: Problem, internal: boolean): Problem {
    return asSourceProblem(problem, { internal, maxBytes: this.settings.limits.maxBytes });
  }
}

const policyOf = (internal: boolean) => (internal ? 'internal' : 'public');
