import type { MergeOutcome } from '@enginehouse/backend-spec';
import {
  err,
  ok,
  type BackendView,
  type MergeDecision,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import { entryIdOf } from '../domain/entry-id.js';
import { entryRefusals } from '../domain/entry-refusals.js';
import { enabledBackend } from '../domain/entry.decisions.js';
import type { EnabledBackend, Entry } from '../domain/entry.js';
import type { Catalog } from '../ports.js';
import type { EntryCommands } from './entry-commands.js';
import type { EntryMerges } from './entry-merges.js';
import type { Offer, Offers } from './offers.js';

/** An entry, by its source and its name there. */
export interface EntryName {
  readonly source: string;
  readonly name: string;
}

/** The three sides of an update: what was taken over, what is offered, what the catalog has. */
export interface ThreeSides {
  readonly state: Entry;
  readonly enabled: EnabledBackend;
  /** Null where the source does not offer it any more. */
  readonly offer: Offer | null;
  readonly view: BackendView;
}

/** Works out what an update would do. Whoever shows and whoever makes one asks here, so that they never disagree. */
export class UpdatePlanner {
  constructor(
    private readonly commands: EntryCommands,
    private readonly offers: Offers,
    private readonly catalog: Catalog,
    private readonly merges: EntryMerges,
  ) {}

  async sides(entry: EntryName, header: RequestHeader): Promise<Result<ThreeSides, Problem>> {
    const state = await this.commands.state(entryIdOf(entry.source, entry.name));
    const offer = await this.offers.find(entry.source, entry.name);
    if (state.backend.status !== 'enabled' && !offer.ok) return offer;
    const enabled = enabledBackend(state, entry);
    if (!enabled.ok) return enabled;
    const view = await this.catalog.get(enabled.value.name, header);
    if (!view.ok && view.error.code !== 'backend-not-found') return view;
    if (!view.ok || view.value.source !== 'community') {
      return err(entryRefusals.deletedInCatalog(entry.source, enabled.value.name));
    }
    return ok({ state, enabled: enabled.value, offer: offer.ok ? offer.value : null, view: view.value });
  }

  merge(
    { enabled, offer, view }: ThreeSides,
    decisions: readonly MergeDecision[],
    header: RequestHeader,
  ): Promise<MergeOutcome> {
    return this.merges.merge({ enabled, offered: offer?.entry.definition ?? null, view }, decisions, header);
  }
}
