import {
  errorCodes,
  problemOf,
  type ErrorCode,
  type Problem,
  type SourceView,
  type SyncRun,
} from '@enginehouse/contracts';
import { addressOf } from '../../domain/source-address.js';
import type { LiveSource } from '../../domain/source.js';

/** What is known of a source beside what the log says. */
export interface SourceFacts {
  readonly running: SyncRun | null;
  readonly lastSync: SyncRun | null;
  readonly nextSyncAt: string | null;
  readonly enabledEntries: number;
}

/** A source as it is shown. */
export function viewOf(source: LiveSource, { running, lastSync, nextSyncAt, enabledEntries }: SourceFacts): SourceView {
  const { name, location, internal, strict, paused, keys, offeredKey, everySeconds, policy } = source;
  const { failures, revision, createdAt, createdBy } = source;
  return {
    name,
    location,
    address: addressOf(location),
    internal,
    strict,
    paused,
    keys: [...keys],
    offeredKey,
    everySeconds,
    policy,
    state: stateOf(source),
    failures,
    problem: problemOfSource(source, lastSync),
    running,
    lastSync,
    snapshot: snapshotOf(source),
    nextSyncAt: paused ? null : nextSyncAt,
    enabledEntries,
    revision,
    createdAt,
    createdBy,
  };
}

function stateOf({ alarm, failures, snapshot }: LiveSource): SourceView['state'] {
  if (alarm) return 'alarm';
  if (failures > 0) return 'failing';
  return snapshot === null ? 'never' : 'ok';
}

function snapshotOf({ snapshot }: LiveSource): SourceView['snapshot'] {
  if (!snapshot) return null;
  const { id, digest, upstreamRef, signedBy, syncedAt, counts } = snapshot;
  return { id, digest, upstreamRef, signedBy, syncedAt, entries: counts.entries, rejected: counts.rejected };
}

/** The run has the whole of it; where that is gone, the log has what counts. */
function problemOfSource({ failure }: LiveSource, lastSync: SyncRun | null): Problem | null {
  if (!failure) return null;
  if (lastSync?.id === failure.run && lastSync.problem) return lastSync.problem;
  const code = failure.code in errorCodes ? (failure.code as ErrorCode) : 'internal';
  return problemOf(code, failure.detail);
}
