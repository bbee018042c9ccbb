import { Inject, Injectable } from '@nestjs/common';
import {
  ok,
  type EntryImage,
  type EntryView,
  type marketplace,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import type { z } from 'zod';
import { BackendFactsReader } from '../../application/backend-facts.js';
import { EntryFinder, type FoundEntry } from '../../application/found-entry.js';
import { UpdatableEntries } from '../../application/updatable-entries.js';
import { ImageDigests } from '../../application/image-digests.js';
import { cardOf } from '../../domain/entry-card.js';
import { entryImages, imagesOf } from '../../domain/entry-images.js';
import { offeredEntry, withdrawnEntry } from '../../domain/listed-entry.js';
import {
  CATALOG,
  ENABLED_ENTRIES,
  MARKDOWN,
  OFFERING_SOURCES,
  type Catalog,
  type EnabledEntries,
  type EnabledEntry,
  type MarkdownRenderer,
  type OfferingSources,
} from '../../ports.js';
import { viewOf } from './entry-view.js';

type Input = z.output<typeof marketplace.getEntry.input>;

/** For all images of an entry together. */
const registriesPatienceMs = 15_000;

/** Everything about an entry. */
@Injectable()
export class GetEntryQuery {
  constructor(
    private readonly finder: EntryFinder,
    private readonly facts: BackendFactsReader,
    private readonly updatable: UpdatableEntries,
    @Inject(CATALOG) private readonly catalog: Catalog,
    @Inject(OFFERING_SOURCES) private readonly sources: OfferingSources,
    @Inject(ENABLED_ENTRIES) private readonly entries: EnabledEntries,
    @Inject(MARKDOWN) private readonly markdown: MarkdownRenderer,
  ) {}

  async execute(input: Input, header: RequestHeader): Promise<Result<EntryView, Problem>> {
    const { source, name, checkImages } = input;
    const backends = await this.facts.read(header);
    const enabled = backends.backends.get(source, name);
    const found = await this.finder.find(source, name, enabled);
    if (!found.ok) return found;
    const { about, definition } = found.value.entry;
    const isWithdrawn = found.value.withdrawn && enabled !== undefined;
    const known = isWithdrawn ? withdrawnEntry(enabled) : offeredEntry(source, cardOf(found.value.entry), enabled);
    const [listed = known] = await this.updatable.marked([known], header);
    return ok(
      viewOf(found.value.entry, {
        listed,
        backends,
        offering: this.sources.get(source),
        removed: this.sources.removed(source),
        settings: this.entries.settings(source, name),
        images: await this.images(found.value, enabled, checkImages ? header : undefined),
        readmeHtml: this.markdown.render(about.readme ?? definition.description ?? ''),
      }),
    );
  }

  /** Without a header the registries are not asked. */
  private async images(
    { entry }: FoundEntry,
    enabled: EnabledEntry | undefined,
    header: RequestHeader | undefined,
  ): Promise<readonly EntryImage[]> {
    const recorded = enabled?.digests ?? [];
    if (!header) return entryImages(entry.definition, recorded);
    const digests = new ImageDigests(this.catalog, registriesPatienceMs);
    const images = new Set([...recorded, ...imagesOf(entry.definition)].map(({ image }) => image));
    return entryImages(entry.definition, recorded, await digests.ask([...images], header));
  }
}
