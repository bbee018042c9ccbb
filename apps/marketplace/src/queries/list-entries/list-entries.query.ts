import { Inject, Injectable } from '@nestjs/common';
import { closest } from '@enginehouse/backend-spec';
import {
  err,
  frameworks,
  ok,
  problemOf,
  type EntryPage,
  type marketplace,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import type { z } from 'zod';
import { BackendFactsReader } from '../../application/backend-facts.js';
import { sourceNotFound } from '../../application/not-found.js';
import { OfferedCards } from '../../application/offered-cards.js';
import { UpdatableEntries } from '../../application/updatable-entries.js';
import { passes } from '../../domain/entry-filter.js';
import { sliceOf } from '../../domain/entry-page.js';
import { entryRefusals } from '../../domain/entry-refusals.js';
import { listedEntries, summaryOf, type ListedEntry } from '../../domain/listed-entry.js';
import { OFFERING_SOURCES, type OfferingSources } from '../../ports.js';

type Input = z.output<typeof marketplace.listEntries.input>;

/** Pages of entries in the order of their names. */
@Injectable()
export class ListEntriesQuery {
  constructor(
    private readonly offered: OfferedCards,
    private readonly facts: BackendFactsReader,
    private readonly updatable: UpdatableEntries,
    @Inject(OFFERING_SOURCES) private readonly sources: OfferingSources,
  ) {}

  async execute({ limit, cursor, ...filter }: Input, header: RequestHeader): Promise<Result<EntryPage, Problem>> {
    const [offered, { backends, counts }] = await Promise.all([this.offered.bySource(), this.facts.read(header)]);
    const all = listedEntries(offered, backends);
    if (filter.source !== undefined && !this.isKnown(filter.source, all)) {
      return err(sourceNotFound(filter.source, this.sources.list()));
    }
    const unknown = unknownFramework(filter.framework, all);
    if (unknown) return err(unknown);
    const listed = await this.updatable.marked(all, header);
    const found = listed.filter((entry) => passes(entry, filter));
    const slice = sliceOf(found, limit, cursor);
    if (!slice) return err(badCursor());
    const { items, nextCursor, total } = slice;
    return ok({
      items: items.map((entry) => summaryOf(entry, backends, counts)),
      total,
      ...(nextCursor === undefined ? {} : { nextCursor }),
    });
  }

  /** What is enabled from a source may outlive it. */
  private isKnown(name: string, listed: readonly ListedEntry[]): boolean {
    return this.sources.get(name) !== undefined || listed.some(({ source }) => source === name);
  }
}

/** What no entry can pass, because nothing has that name. */
function unknownFramework(wanted: string | undefined, listed: readonly ListedEntry[]): Problem | undefined {
  const known = new Set<string>([...frameworks, ...listed.flatMap(({ card }) => card.frameworks)]);
  if (wanted === undefined || known.has(wanted)) return undefined;
  return entryRefusals.noFramework(wanted, closest(wanted, known));
}

const badCursor = (): Problem =>
  problemOf('invalid-input', 'The cursor is not one that this list gave out.', {
    errors: [{ code: 'invalid_value', path: ['cursor'], detail: 'is not a cursor of this list' }],
    hint: 'Leave it out to begin with the first page.',
  });
