import { diffDefinitions, isWithdrawnMark, type AdditionsOutcome } from '@enginehouse/backend-spec';
import type { BackendDefinition, EntryPlan, Provenance, RecordedDigest } from '@enginehouse/contracts';
import { differingFrom } from './entry-plan.js';

/** What an automatic update is made from. */
export interface Additions {
  readonly outcome: AdditionsOutcome;
  /** What the source offers, and where that comes from. */
  readonly offered: { readonly definition: BackendDefinition; readonly provenance: Provenance };
  /** Where what was taken over until now came from. */
  readonly taken: Provenance;
  readonly expectedRevision: number;
}

/** New versions of upstream, and nothing else. What else upstream changed stays offered, so its provenance is not taken. */
export function additionsPlan(
  { outcome, offered, taken, expectedRevision }: Additions,
  digests: RecordedDigest[],
): EntryPlan {
  const { merged, nextBase: upstream, addedVersions } = outcome;
  return {
    kind: 'update',
    name: merged.backend_name,
    upstream,
    differing: differingFrom(upstream, merged),
    provenance: isAll(outcome, offered.definition) ? offered.provenance : taken,
    digests,
    expectedRevision,
    offeredHash: offered.provenance.contentHash,
    automatic: true,
    addedVersions: [...addedVersions],
    removedVersions: [],
    keptVersions: [],
    decisions: [],
  };
}

/** Whether upstream changed nothing else. Versions that it withdrew before, and that stayed, are no news. */
function isAll({ merged, nextBase }: AdditionsOutcome, offered: BackendDefinition): boolean {
  const marked = new Set(
    merged.versions.flatMap(({ name, deprecated }) => (isWithdrawnMark(deprecated) ? [name] : [])),
  );
  const versions = nextBase.versions.filter(({ name }) => !marked.has(name));
  return diffDefinitions({ ...nextBase, versions }, { ...offered, backend_name: nextBase.backend_name }).length === 0;
}
