import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { err, ok, type EntryPlan, type marketplace, type Problem } from '@enginehouse/contracts';
import type { RequestHeader, Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { EntryChanges, type EndedChange } from '../../application/entry-changes.js';
import { ImageDigests } from '../../application/image-digests.js';
import type { Offer } from '../../application/offers.js';
import { UpdatePlanner, type ThreeSides } from '../../application/update-planner.js';
import { entryIdOf } from '../../domain/entry-id.js';
import { entryRefusals } from '../../domain/entry-refusals.js';
import { distrusted } from '../../domain/snapshot-trust.js';
import { isUpToDate, updatePlan, type Decided } from './update-plan.js';

type Input = z.output<typeof marketplace.updateEntry.input>;
type Output = z.output<typeof marketplace.updateEntry.output>;

/** Takes over what upstream changed, beside what was changed here. */
@Injectable()
export class UpdateEntryHandler {
  constructor(
    private readonly changes: EntryChanges,
    private readonly planner: UpdatePlanner,
    private readonly digests: ImageDigests,
  ) {}

  execute(input: Input, header: RequestHeader): Promise<Result<Output, Problem>> {
    const id = entryIdOf(input.source, input.name);
    return this.changes.exclusively(id, async () => {
      const before = await this.changes.repeated(id, header, (plan) => isSame(plan, input));
      return before ? answered(before) : this.update(id, input, header);
    });
  }

  private async update(id: string, input: Input, header: RequestHeader): Promise<Result<Output, Problem>> {
    const settled = await this.changes.settled(id, input.name);
    if (!settled.ok) return settled;
    const sides = await this.planner.sides(input, header);
    if (!sides.ok) return sides;
    const { enabled, view } = sides.value;
    const offer = current(sides.value, input);
    if (!offer.ok) return offer;
    const outcome = await this.planner.merge(sides.value, input.decisions, header);
    const { merged, conflicts, needless } = outcome;
    if (needless.length > 0) return err(entryRefusals.needlessDecisions(needless.map(({ path }) => path)));
    if (merged === null) return err(entryRefusals.conflicts(view.name, conflicts));
    const decided: Decided = { outcome, merged, decisions: input.decisions };
    if (isUpToDate(sides.value, offer.value, decided)) {
      return ok({ ...nothing, revision: settled.value.revision, catalogRevision: view.revision });
    }
    const digests = await this.digests.of(merged, header, enabled.digests);
    return answered(await this.changes.make(id, updatePlan(sides.value, offer.value, decided, digests), header));
  }
}

/** The offer, where both sides are still what the update was based on. */
function current({ enabled, offer, view }: ThreeSides, input: Input): Result<Offer, Problem> {
  if (!offer) return err(entryRefusals.withdrawn(input.source, enabled.name));
  const fault = distrusted(offer.source);
  if (fault) return err(fault);
  const { contentHash } = offer.entry;
  if (input.contentHash !== undefined && input.contentHash !== contentHash) {
    return err(entryRefusals.changed(enabled.name, contentHash));
  }
  const { catalogRevision: expected } = input;
  if (expected === undefined || expected === view.revision) return ok(offer);
  return err(entryRefusals.stale(enabled.name, expected, view.revision));
}

const nothing = { changed: false, addedVersions: [], removedVersions: [], keptVersions: [], kept: [] };

function isSame(plan: EntryPlan, { contentHash, catalogRevision, decisions }: Input): boolean {
  return (
    plan.kind === 'update' &&
    !plan.automatic &&
    (contentHash ?? plan.offeredHash) === plan.offeredHash &&
    (catalogRevision ?? plan.expectedRevision) === plan.expectedRevision &&
    isDeepStrictEqual(decisions, plan.decisions)
  );
}

function answered(done: Result<EndedChange, Problem>): Result<Output, Problem> {
  if (!done.ok) return done;
  const { plan, revision, catalogRevision } = done.value;
  if (plan.kind !== 'update') return ok({ ...nothing, revision, catalogRevision });
  const { addedVersions, removedVersions, keptVersions, kept = [] } = plan;
  return ok({ revision, changed: true, catalogRevision, addedVersions, removedVersions, keptVersions, kept });
}
