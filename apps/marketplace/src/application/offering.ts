import { err, ok, type EntryWarning, type Problem, type RejectedEntry, type Result } from '@enginehouse/contracts';
import type { ReadIndex } from '@enginehouse/market-index';
import { stillThere, withKept } from '../domain/kept-entries.js';
import { originOf } from '../domain/kept-form.js';
import { reasonOf } from '../domain/rejection-reason.js';
import { sourceRefusals } from '../domain/source-refusals.js';
import { manyWithdrawn } from '../domain/withdrawals.js';
import type { KnownEntry } from '../ports.js';
import type { Offering } from './stage-snapshot.js';
import type { SyncScope } from './sync-parts.js';

/** What a source will offer, and what a report says of it beside the changes. */
export interface PlannedOffering {
  readonly offering: Omit<Offering, 'digest'>;
  readonly rejected: readonly RejectedEntry[];
  readonly warnings: readonly EntryWarning[];
}

/**
 * Decides what a source offers from now on, after what was read of it: an entry whose newest form is not valid stays as
 * it was, and nothing where there was something is refused, unless somebody has accepted that.
 */
export function offeringOf(
  { source, job }: SyncScope,
  { entries, files, rejected, warnings }: ReadIndex,
  before: readonly KnownEntry[],
): Result<PlannedOffering, Problem> {
  const { snapshot } = source;
  // What was taken from elsewhere, or under other terms of trust, is not what this source still has.
  const there = snapshot && source.upToDate ? stillThere(before, { entries, files, rejected }) : [];
  const kept = there.map(({ entry, because }) => {
    const from = entry.kept?.from ?? (snapshot && originOf(snapshot));
    return { ...entry, kept: from && { reason: reasonOf(because), from } };
  });
  const offered = entries.length + kept.length;
  if (offered === 0 && before.length > 0 && !job.acceptEmpty) {
    return err(sourceRefusals.empty(source.name, before.length, rejected));
  }
  const many = manyWithdrawn(before, [...entries, ...kept]);
  return ok({
    offering: { entries, files, kept },
    rejected: withKept(rejected, there),
    warnings: many ? [many, ...warnings] : warnings,
  });
}
