import { Inject, Injectable } from '@nestjs/common';
import { withdrawnMark } from '@enginehouse/backend-spec';
import { err, ok, type marketplace, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { EntryChanges, type EndedChange } from '../../application/entry-changes.js';
import { ImageDigests } from '../../application/image-digests.js';
import { LostBackends } from '../../application/lost-backends.js';
import { Offers, type Offer } from '../../application/offers.js';
import { entryIdOf } from '../../domain/entry-id.js';
import { entryRefusals } from '../../domain/entry-refusals.js';
import type { Entry } from '../../domain/entry.js';
import { distrusted } from '../../domain/snapshot-trust.js';
import { CATALOG, CLOCK, ENABLED_ENTRIES, type Catalog, type Clock, type EnabledEntries } from '../../ports.js';
import { enablePlan, wantedOf } from './enable-plan.js';

type Input = z.output<typeof marketplace.enableEntry.input>;
type Output = z.output<typeof marketplace.enableEntry.output>;

/** Makes a community backend of what a source offers; what was added to it before it was disabled comes back. */
@Injectable()
export class EnableEntryHandler {
  constructor(
    private readonly changes: EntryChanges,
    private readonly offers: Offers,
    private readonly digests: ImageDigests,
    private readonly lost: LostBackends,
    @Inject(CATALOG) private readonly catalog: Catalog,
    @Inject(ENABLED_ENTRIES) private readonly entries: EnabledEntries,
    @Inject(CLOCK) private readonly now: Clock,
  ) {}

  execute(input: Input, header: RequestHeader): Promise<Result<Output, Problem>> {
    const id = entryIdOf(input.source, input.name);
    return this.changes.exclusively(id, async () => {
      const isSame = (plan: EndedChange['plan']) => plan.kind === 'enable' && isFor(plan.provenance.contentHash, input);
      const before = await this.changes.repeated(id, header, isSame);
      return before ? answered(before) : this.enable(id, input, header);
    });
  }

  private async enable(id: string, input: Input, header: RequestHeader): Promise<Result<Output, Problem>> {
    let state = await this.changes.settled(id, input.name);
    if (!state.ok) return state;
    const offer = await this.offers.find(input.source, input.name);
    if (!offer.ok) return state.value.withdrawn ? err(entryRefusals.withdrawn(input.source, input.name)) : offer;
    const { name } = offer.value.entry;
    const there = await this.catalog.get(name, header);
    if (!there.ok && there.error.code !== 'backend-not-found') return there;
    const { backend, revision } = state.value;
    if (there.ok) {
      const isThis = backend.status === 'enabled' && there.value.source === 'community';
      if (!isThis) return err(this.nameTaken(name, there.value));
      const { name: holder, revision: catalogRevision } = there.value;
      return ok({ changed: false, revision, backend: holder, catalogRevision, restored: false, keptYours: [] });
    }
    const fault = faultOf(offer.value, input);
    if (fault) return err(fault);
    if (backend.status === 'enabled') {
      await this.lost.record({ id, backend });
      state = await this.changes.settled(id, input.name);
      if (!state.ok) return state;
    }
    return answered(await this.make(id, state.value, offer.value, header));
  }

  private async make(
    id: string,
    state: Entry,
    { entry, provenance }: Offer,
    header: RequestHeader,
  ): Promise<Result<EndedChange, Problem>> {
    const mark = withdrawnMark(provenance.source, this.now().toISOString().slice(0, 10));
    const wanted = wantedOf(state, { ...entry.definition, backend_name: entry.name }, mark);
    const digests = await this.digests.of(wanted.definition, header);
    const made = await this.changes.make(id, enablePlan(wanted, provenance, digests), header);
    if (made.ok || made.error.code !== 'name-taken') return made;
    // Somebody was faster.
    const holder = await this.catalog.get(entry.name, header);
    return holder.ok ? err(this.nameTaken(entry.name, holder.value)) : made;
  }

  private nameTaken(
    name: string,
    { name: holder, source }: { name: string; source: 'built_in' | 'community' | 'custom' },
  ) {
    const isOf = source === 'community' ? holder.toLowerCase() : undefined;
    const entry = this.entries.list().find((each) => each.name.toLowerCase() === isOf);
    return entryRefusals.nameTaken(name, { name: holder, source, entry });
  }
}

/** Why it is not what somebody looked at, or nothing is taken from its source now. */
function faultOf({ source, entry: { name, contentHash } }: Offer, input: Input): Problem | undefined {
  return distrusted(source) ?? (isFor(contentHash, input) ? undefined : entryRefusals.changed(name, contentHash));
}

const isFor = (contentHash: string, { contentHash: wanted }: Input): boolean =>
  wanted === undefined || wanted === contentHash;

function answered(done: Result<EndedChange, Problem>): Result<Output, Problem> {
  if (!done.ok) return done;
  const { plan, revision, catalogRevision } = done.value;
  const { name, restored, keptYours } = plan.kind === 'enable' ? plan : { name: '', restored: false, keptYours: [] };
  return ok({ revision, changed: true, backend: name, catalogRevision, restored, keptYours });
}
