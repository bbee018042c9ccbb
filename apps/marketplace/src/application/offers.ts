import { err, ok, type OfferedEntry, type Problem, type Provenance, type Result } from '@enginehouse/contracts';
import { entryRefusals } from '../domain/entry-refusals.js';
import type { OfferingSource, OfferingSources, Snapshots } from '../ports.js';
import { entryNotFound, sourceNotFound } from './not-found.js';

/** An entry as its source offers it now. */
export interface Offer {
  /** Its snapshot says where this entry was read: that may be an earlier one. */
  readonly source: OfferingSource;
  readonly entry: OfferedEntry;
  readonly provenance: Provenance;
}

/** Looks up what sources offer now. */
export class Offers {
  constructor(
    private readonly sources: OfferingSources,
    private readonly snapshots: Snapshots,
  ) {}

  async find(source: string, name: string): Promise<Result<Offer, Problem>> {
    const known = this.sources.get(source);
    if (!known) return err(sourceNotFound(source, this.sources.list()));
    if (!known.snapshot) return err(entryRefusals.neverSynced(source, name));
    const entry = await this.snapshots.entry(known.snapshot.id, name);
    if (!entry) return err(await entryNotFound(this.snapshots, known.snapshot.id, { source, name }));
    const snapshot = { ...known.snapshot, ...entry.kept?.from };
    return ok({ source: { ...known, snapshot }, entry, provenance: provenanceOf(known, snapshot, entry) });
  }
}

function provenanceOf(
  { name }: OfferingSource,
  { digest, address, upstreamRef, signedBy, syncedAt }: NonNullable<OfferingSource['snapshot']>,
  { contentHash }: OfferedEntry,
): Provenance {
  return { source: name, location: address, upstreamRef, snapshotDigest: digest, contentHash, signedBy, syncedAt };
}
