import { Inject, Injectable } from '@nestjs/common';
import { err, ok, type marketplace, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { EntryChanges, type EndedChange } from '../../application/entry-changes.js';
import { LostBackends } from '../../application/lost-backends.js';
import { Offers } from '../../application/offers.js';
import { entryIdOf } from '../../domain/entry-id.js';
import { entryRefusals } from '../../domain/entry-refusals.js';
import { CATALOG, type Catalog } from '../../ports.js';

type Input = z.output<typeof marketplace.disableEntry.input>;
type Output = z.output<typeof marketplace.disableEntry.output>;

/** Deletes the backend of an entry, where no deployment uses it, and keeps what it was. */
@Injectable()
export class DisableEntryHandler {
  constructor(
    private readonly changes: EntryChanges,
    private readonly offers: Offers,
    private readonly lost: LostBackends,
    @Inject(CATALOG) private readonly catalog: Catalog,
  ) {}

  execute(input: Input, header: RequestHeader): Promise<Result<Output, Problem>> {
    const id = entryIdOf(input.source, input.name);
    return this.changes.exclusively(id, async () => {
      const before = await this.changes.repeated(id, header, ({ kind }) => kind === 'disable');
      const done = before ?? (await this.disable(id, input, header));
      return done.ok ? ok(answered(done.value)) : done;
    });
  }

  private async disable(
    id: string,
    { source, name }: Input,
    header: RequestHeader,
  ): Promise<Result<EndedChange, Problem>> {
    const state = await this.changes.settled(id, name);
    if (!state.ok) return state;
    const { backend } = state.value;
    if (backend.status !== 'enabled') return err(await this.whyNot(source, name));
    const view = await this.catalog.get(backend.name, header);
    if (!view.ok && view.error.code !== 'backend-not-found') return view;
    if (!view.ok || view.value.source !== 'community') {
      await this.lost.record({ id, backend });
      return err(entryRefusals.deletedInCatalog(source, backend.name));
    }
    const { definition: yours, revision: expectedRevision } = view.value;
    return this.changes.make(id, { kind: 'disable', yours, expectedRevision }, header);
  }

  private async whyNot(source: string, name: string): Promise<Problem> {
    const offer = await this.offers.find(source, name);
    return offer.ok ? entryRefusals.notEnabled(source, offer.value.entry.name) : offer.error;
  }
}

/** Of a deletion nothing can be restored: what can be gone back to is the revision that was deleted. */
const answered = ({ plan, revision, catalogRevision }: EndedChange): Output => ({
  revision,
  changed: true,
  catalogRevision,
  lastRevision: plan.kind === 'disable' ? plan.expectedRevision : catalogRevision,
});
