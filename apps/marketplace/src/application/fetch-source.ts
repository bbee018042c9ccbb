import { ok, type Problem, type Result } from '@enginehouse/contracts';
import { newHeader } from '@enginehouse/service-kit';
import { digestOf } from '../domain/source-digest.js';
import { offerKey } from '../domain/sync.decisions.js';
import type { OfferedKey } from '../domain/trust.js';
import type { Fetched, SourceFile } from '../ports.js';
import { throwIfEnded, type SyncScope } from './sync-parts.js';

/** Files whose signature is what the source's keys ask for. */
export interface TrustedFiles {
  readonly files: readonly SourceFile[];
  readonly upstreamRef: string | null;
  readonly digest: string;
  readonly signedBy: string | null;
}

/** Fetches what the source holds; what is known already need not come again where `mayBeKnown`. */
export async function fetchSource(scope: SyncScope, mayBeKnown: boolean): Promise<Result<Fetched, Problem>> {
  const { source, context, parts, job } = scope;
  const fetched = await parts.fetcher.fetch(source.location, {
    internal: source.internal,
    knownRef: mayBeKnown ? (source.snapshot?.upstreamRef ?? null) : null,
    // Where it had something before, it is refused with all that belongs to that, or somebody has accepted it.
    mayBeEmpty: job.acceptEmpty === true || (source.snapshot !== null && source.upToDate),
    signal: context.signal,
    onProgress: (bytes, total) => context.onProgress('fetching', bytes, total),
  });
  throwIfEnded(scope);
  if (fetched.ok) await parts.at('after-fetch', source.name);
  return fetched;
}

/** Checks the signature. A key that nobody trusts yet is told of, so that somebody can. */
export async function verifyFiles(
  scope: SyncScope,
  { files, upstreamRef }: Extract<Fetched, { kind: 'fetched' }>,
): Promise<Result<TrustedFiles, Problem>> {
  const { source, parts, record, context } = scope;
  context.onProgress('verifying', 0, null);
  await record.phase('verifying');
  if (source.location.kind === 'builtin') return ok({ files, upstreamRef, digest: digestOf(files), signedBy: null });
  const { keys, strict, name } = source;
  const verdict = parts.verify(files, { keys, strict, source: name });
  if (!verdict.ok) {
    if (verdict.error.code === 'key-not-trusted') await tellOffered(scope, verdict.error);
    return verdict;
  }
  await parts.at('after-verify', source.name);
  return ok({ files, upstreamRef, digest: digestOf(files), signedBy: verdict.value.signedBy });
}

async function tellOffered({ source: { name }, parts, job, header }: SyncScope, { extra }: Problem): Promise<void> {
  const { keyId, key = null } = (extra ?? {}) as Partial<OfferedKey>;
  if (keyId === undefined) return;
  const idempotencyKey = `sync/${job.run}/${job.attempt}/offered`;
  const decide = (state: Parameters<typeof offerKey>[0]) => offerKey(state, { id: keyId, key });
  const told = await parts.commands.run({ name, decide }, newHeader(header.actor, { ...header, idempotencyKey }));
  if (!told.ok) parts.logger.warn({ source: name, problem: told.error }, 'an offered key could not be told of');
}
