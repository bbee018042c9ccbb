import { isDeepStrictEqual } from 'node:util';
import type { MergeOutcome } from '@enginehouse/backend-spec';
import type { BackendDefinition, EntryPlan, MergeDecision, RecordedDigest } from '@enginehouse/contracts';
import type { Offer } from '../../application/offers.js';
import type { ThreeSides } from '../../application/update-planner.js';
import { differingFrom } from '../../domain/entry-plan.js';

export type UpdatePlan = Extract<EntryPlan, { kind: 'update' }>;

/** A merge in which nothing is undecided. */
export interface Decided {
  readonly outcome: MergeOutcome;
  readonly merged: BackendDefinition;
  readonly decisions: readonly MergeDecision[];
}

/** Says all of it, so that the change can be made from this alone. */
export function updatePlan(
  { view }: ThreeSides,
  { provenance }: Offer,
  { outcome, merged, decisions }: Decided,
  digests: RecordedDigest[],
): UpdatePlan {
  const { nextBase: upstream, addedVersions, withdrawnVersions, letGo } = outcome;
  const kept = withdrawnVersions.filter(({ outcome: is }) => is === 'kept');
  return {
    kind: 'update',
    name: view.name,
    upstream,
    differing: differingFrom(upstream, merged),
    provenance,
    digests,
    expectedRevision: view.revision,
    offeredHash: provenance.contentHash,
    automatic: false,
    addedVersions: [...addedVersions],
    removedVersions: withdrawnVersions.flatMap(({ version, outcome: is }) => (is === 'removed' ? [version] : [])),
    keptVersions: kept.map(({ version }) => version),
    kept: kept.map(({ version, reason }) => ({ version, reason })),
    decisions: [...decisions],
    ...(letGo.length > 0 ? { letGo: [...letGo] } : {}),
  };
}

/** Whether there is nothing to take over, and nothing to write down of it. */
export const isUpToDate = (
  { enabled, view }: ThreeSides,
  { provenance }: Offer,
  { outcome, merged }: Decided,
): boolean =>
  provenance.contentHash === enabled.provenance.contentHash &&
  isDeepStrictEqual(merged, view.definition) &&
  isDeepStrictEqual(outcome.nextBase, enabled.upstream) &&
  isDeepStrictEqual(outcome.letGo, enabled.letGo ?? []);
