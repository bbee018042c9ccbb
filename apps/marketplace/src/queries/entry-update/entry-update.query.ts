import { Inject, Injectable } from '@nestjs/common';
import type { MergeOutcome } from '@enginehouse/backend-spec';
import {
  ok,
  type BackendDefinition,
  type EntryGone,
  type EntryUpdate,
  type marketplace,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import type { z } from 'zod';
import { UpdatePlanner, type ThreeSides } from '../../application/update-planner.js';
import { entryGone } from '../../domain/entry-gone.js';
import type { Entry } from '../../domain/entry.js';
import { hasUpdate } from '../../domain/has-update.js';
import { OFFERING_SOURCES, USAGE, type OfferingSources, type Usage } from '../../ports.js';
import { fittingFields } from './fitting-fields.js';

type Input = z.output<typeof marketplace.entryUpdate.input>;
type Impact = Pick<EntryUpdate, 'impact' | 'moreImpact' | 'impactUnknown'>;

const mostImpact = 200;

/** Shows what an update would do, field by field, and to whom. */
@Injectable()
export class EntryUpdateQuery {
  constructor(
    private readonly planner: UpdatePlanner,
    @Inject(OFFERING_SOURCES) private readonly sources: OfferingSources,
    @Inject(USAGE) private readonly usage: Usage,
  ) {}

  async execute(input: Input, header: RequestHeader): Promise<Result<EntryUpdate, Problem>> {
    const sides = await this.planner.sides(input, header);
    if (!sides.ok) return sides;
    const { state, enabled, offer, view } = sides.value;
    const { decisions } = input;
    const outcome = await this.planner.merge(sides.value, decisions, header);
    const { contentHash: baseContentHash } = enabled.provenance;
    const contentHash = offer?.entry.contentHash ?? baseContentHash;
    return ok({
      source: enabled.provenance.source,
      name: enabled.name,
      updatable: hasUpdate(contentHash !== baseContentHash, outcome.fields),
      catalogRevision: view.revision,
      contentHash,
      baseContentHash,
      fields: fittingFields(outcome.fields),
      conflicts: outcome.conflicts.length,
      addedVersions: [...outcome.addedVersions],
      withdrawnVersions: [...outcome.withdrawnVersions],
      ...(offer ? {} : { gone: this.gone(input.source, state) }),
      ...(await this.impactOf(await this.furthest(sides.value, outcome, input, header), view.definition, header)),
    });
  }

  private gone(source: string, { withdrawnAt }: Entry): EntryGone {
    const { sources } = this;
    return entryGone({ offering: sources.get(source), removed: sources.removed(source), withdrawnAt });
  }

  /** While conflicts are undecided: what taking all of upstream would lead to, which touches the most. */
  private async furthest(
    sides: ThreeSides,
    { merged, conflicts }: MergeOutcome,
    { decisions: decided }: Input,
    header: RequestHeader,
  ): Promise<BackendDefinition> {
    if (merged) return merged;
    const decisions = [...decided, ...conflicts.map(({ path }) => ({ path, take: 'upstream' as const }))];
    const outcome = await this.planner.merge(sides, decisions, header);
    return outcome.merged ?? sides.view.definition;
  }

  private async impactOf(wanted: BackendDefinition, now: BackendDefinition, header: RequestHeader): Promise<Impact> {
    if (JSON.stringify(wanted) === JSON.stringify(now)) return { impact: [] };
    const answer = await this.usage.impact(wanted, header);
    if (!answer.ok) return { impact: [], impactUnknown: answer.error.detail };
    const moreImpact = answer.value.length - mostImpact;
    return { impact: answer.value.slice(0, mostImpact), ...(moreImpact > 0 ? { moreImpact } : {}) };
  }
}
