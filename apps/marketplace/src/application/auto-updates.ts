import { mergeAdditions } from '@enginehouse/backend-spec';
import type { RequestHeader } from '@enginehouse/contracts';
import { newHeader, uuidv5, type Logger } from '@enginehouse/service-kit';
import { additionsPlan } from '../domain/additions-plan.js';
import { sourceOfEntry } from '../domain/entry-id.js';
import { distrusted } from '../domain/snapshot-trust.js';
import { isOpen } from '../domain/update-window.js';
import type { Catalog, Clock, OfferingSources } from '../ports.js';
import type { EntryChanges } from './entry-changes.js';
import type { EntryDirectory, KnownEntry } from './entry-directory.js';
import type { ImageDigests } from './image-digests.js';
import type { Offer, Offers } from './offers.js';

/** What automatic updates are made with. */
export interface AutoUpdateParts {
  readonly directory: EntryDirectory;
  readonly changes: EntryChanges;
  readonly sources: OfferingSources;
  readonly offers: Offers;
  readonly catalog: Catalog;
  readonly digests: ImageDigests;
  readonly now: Clock;
  readonly logger: Logger;
}

/** Stands for every automatic change, so that several processes make each only once. */
const keySpace = '8d1a7a0c-5a4e-4b53-9d0b-2f1f0f6a4c77';

/**
 * Adds the new versions of upstream where the policy says so, while its window is open. What is to be done follows from
 * the log and the sources alone, so a window that opens after a restart finds the same.
 */
export class AutoUpdates {
  /** The contents that had nothing to add, by entry, at the revision that was looked at. */
  private readonly looked = new Map<string, string>();

  constructor(private readonly parts: AutoUpdateParts) {}

  /** Looks at every enabled entry once. */
  async look(): Promise<void> {
    for (const entry of this.parts.directory.enabled()) {
      if (this.isDue(entry)) await this.parts.changes.exclusively(entry.id, () => this.update(entry.id));
    }
  }

  private isDue({ id, state, backend }: KnownEntry): boolean {
    const { sources, now } = this.parts;
    const source = sources.get(sourceOfEntry(id));
    const policy = state.policy ?? source?.policy;
    if (!source?.snapshot || policy?.mode !== 'add-versions' || state.pending || state.withdrawn) return false;
    const isNews = state.offered.length > 0 && this.looked.get(id) !== lookOf(source.snapshot.id, backend);
    return isNews && isOpen(policy.window, now());
  }

  private async update(id: string): Promise<void> {
    const { directory, offers, logger } = this.parts;
    const { backend, pending, refusedContent } = directory.get(id);
    if (backend.status !== 'enabled' || pending) return;
    const offer = await offers.find(sourceOfEntry(id), backend.name);
    if (!offer.ok || offer.value.entry.contentHash === refusedContent || distrusted(offer.value.source)) return;
    try {
      await this.add({ id, state: directory.get(id), backend }, offer.value);
    } catch (error) {
      logger.error({ err: error, entry: id }, 'new versions of an entry could not be added');
    }
  }

  private async add({ id, state, backend }: KnownEntry, { entry, provenance, source }: Offer): Promise<void> {
    const { catalog, changes, digests, logger } = this.parts;
    const header = headerOf(id, state.revision, source.name, entry.name);
    const view = await catalog.get(backend.name, header);
    if (!view.ok || view.value.source !== 'community') return;
    const { definition: yours, revision: expectedRevision } = view.value;
    const outcome = mergeAdditions({ base: backend.upstream, upstream: entry.definition, yours });
    if (outcome.addedVersions.length === 0) {
      if (source.snapshot) this.looked.set(id, lookOf(source.snapshot.id, backend));
      return;
    }
    const recorded = await digests.of(outcome.merged, header, backend.digests);
    const offered = { definition: entry.definition, provenance };
    const additions = { outcome, offered, taken: backend.provenance, expectedRevision };
    const made = await changes.make(id, additionsPlan(additions, recorded), header);
    if (!made.ok) logger.warn({ entry: id, problem: made.error }, 'new versions of an entry were not added');
  }
}

const lookOf = (snapshot: string, { catalogRevision }: KnownEntry['backend']): string =>
  `${snapshot}@${catalogRevision}`;

function headerOf(id: string, revision: number, source: string, name: string): RequestHeader {
  const idempotencyKey = uuidv5(keySpace, `${id}@${revision}`);
  const reason = `new versions of ${name} from the source ${source}, as its policy says`;
  return newHeader('service:marketplace', { idempotencyKey, reason });
}
