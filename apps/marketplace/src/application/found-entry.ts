import { Inject, Injectable } from '@nestjs/common';
import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import { entryRefusals } from '../domain/entry-refusals.js';
import { bareAbout } from '../domain/listed-entry.js';
import {
  OFFERING_SOURCES,
  SNAPSHOTS,
  type EnabledEntry,
  type OfferingSources,
  type SnapshotEntry,
  type Snapshots,
} from '../ports.js';
import { entryNotFound, sourceNotFound } from './not-found.js';

/** An entry as it is offered, or, where it is enabled and not offered any more, as it was taken over. */
export interface FoundEntry {
  readonly entry: SnapshotEntry;
  readonly withdrawn: boolean;
}

/** Finds entries by source and name. */
@Injectable()
export class EntryFinder {
  constructor(
    @Inject(OFFERING_SOURCES) private readonly sources: OfferingSources,
    @Inject(SNAPSHOTS) private readonly snapshots: Snapshots,
  ) {}

  async find(source: string, name: string, enabled: EnabledEntry | undefined): Promise<Result<FoundEntry, Problem>> {
    const known = this.sources.get(source);
    const entry = known?.snapshot ? await this.snapshots.entry(known.snapshot.id, name) : null;
    if (entry) return ok({ entry, withdrawn: false });
    if (enabled) return ok({ entry: takenOver(enabled), withdrawn: true });
    if (!known) return err(sourceNotFound(source, this.sources.list()));
    if (!known.snapshot) return err(entryRefusals.neverSynced(source, name));
    return err(await entryNotFound(this.snapshots, known.snapshot.id, { source, name }));
  }
}

const takenOver = ({ name, upstream: definition, provenance }: EnabledEntry): SnapshotEntry => ({
  name,
  definition,
  about: bareAbout,
  contentHash: provenance.contentHash,
  kept: null,
});
