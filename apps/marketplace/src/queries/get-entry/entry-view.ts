import type { EntryImage, EntryView, Provenance } from '@enginehouse/contracts';
import type { BackendFacts } from '../../application/backend-facts.js';
import { entryGone } from '../../domain/entry-gone.js';
import { summaryOf, type ListedEntry } from '../../domain/listed-entry.js';
import type {
  CatalogName,
  EnabledEntry,
  EntrySettings,
  OfferingSource,
  RemovedSource,
  SnapshotEntry,
} from '../../ports.js';

/** What is known of an entry beside what its source says. */
export interface EntryFacts {
  readonly listed: ListedEntry;
  readonly offering: OfferingSource | undefined;
  readonly removed: RemovedSource | undefined;
  readonly settings: EntrySettings;
  readonly backends: BackendFacts;
  readonly images: readonly EntryImage[];
  readonly readmeHtml: string;
}

/** An entry as it is shown. */
export function viewOf(entry: SnapshotEntry, facts: EntryFacts): EntryView {
  const { listed, offering, removed, settings, backends, images, readmeHtml } = facts;
  const { source, enabled, withdrawn } = listed;
  const gone = withdrawn && enabled ? entryGone({ offering, removed, withdrawnAt: settings.withdrawnAt }) : undefined;
  const inCatalog = backends.backends.names?.get(entry.name.toLowerCase());
  return {
    ...summaryOf(listed, backends.backends, backends.counts),
    definition: entry.definition,
    about: entry.about,
    readmeHtml,
    provenance: withdrawn && enabled ? enabled.provenance : provenanceOf(source, entry, offering),
    ...enabling(enabled, inCatalog),
    images: [...images],
    policy: settings.policy,
    effectivePolicy: settings.policy ?? offering?.policy ?? { mode: 'notify' },
    ...(gone && { gone }),
    revision: settings.revision,
  };
}

function enabling(
  enabled: EnabledEntry | undefined,
  inCatalog: CatalogName | undefined,
): Pick<EntryView, 'enabledFrom' | 'enabledAt' | 'enabledBy' | 'catalogRevision'> {
  if (!enabled) return { enabledFrom: null, enabledAt: null, enabledBy: null, catalogRevision: null };
  const { provenance, enabledAt, enabledBy, catalogRevision } = enabled;
  return { enabledFrom: provenance, enabledAt, enabledBy, catalogRevision: inCatalog?.revision ?? catalogRevision };
}

function provenanceOf(
  source: string,
  { contentHash, kept }: SnapshotEntry,
  offering: OfferingSource | undefined,
): Provenance {
  const {
    address: location = '',
    digest = '',
    upstreamRef = null,
    signedBy = null,
    syncedAt = '',
  } = kept?.from ?? offering?.snapshot ?? {};
  return { source, location, upstreamRef, snapshotDigest: digest, contentHash, signedBy, syncedAt };
}
