import type { EntryGone } from '@enginehouse/contracts';
import type { OfferingSource, RemovedSource } from '../ports.js';

/** What is known of the source of an enabled entry that is not offered. */
export interface GoneFacts {
  readonly offering: OfferingSource | undefined;
  readonly removed: RemovedSource | undefined;
  /** When a sync did not find it any more. */
  readonly withdrawnAt: string | null;
}

/** Why an enabled entry that is not offered has no updates. */
export function entryGone({ offering, removed, withdrawnAt }: GoneFacts): EntryGone {
  if (offering?.snapshot) return { reason: 'withdrawn', since: withdrawnAt };
  // Whether a source that was added again still offers it, only a sync tells.
  if (offering) return { reason: 'source-not-synced', since: null, location: offering.address };
  return { reason: 'source-removed', since: removed?.at ?? null, ...(removed && { location: removed.address }) };
}
