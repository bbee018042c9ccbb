import type { BackendDefinition, EntryAbout, OfferedEntry, RecordedDigest } from '@enginehouse/contracts';
import { bareAbout } from '../domain/listed-entry.js';
import type { EnabledEntry } from '../ports.js';

/** An entry that a source offers. */
export function offered(
  name: string,
  more: {
    readonly definition?: Partial<BackendDefinition>;
    readonly about?: Partial<EntryAbout>;
    readonly contentHash?: string;
  } = {},
): OfferedEntry {
  const images = [{ framework: 'cuda', image_name: `quay.io/${name.toLowerCase()}/engine:1.0` }];
  const definition = { backend_name: name, versions: [{ name: '1.0', images }], ...more.definition };
  const about = { ...bareAbout, ...more.about };
  return { name, definition, about, contentHash: more.contentHash ?? `hash of ${name}` };
}

/** An entry that was enabled as a source offered it. */
export function enabledFrom(source: string, entry: OfferedEntry, more: Partial<EnabledEntry> = {}): EnabledEntry {
  const { name, definition: upstream, contentHash } = entry;
  const place = { source, location: 'https://market.example/index.yaml', upstreamRef: null, signedBy: null };
  const provenance = { ...place, snapshotDigest: 'sha256:then', contentHash, syncedAt: '2026-11-01T00:00:00.000Z' };
  return {
    source,
    name,
    upstream,
    provenance,
    digests: [],
    catalogRevision: 1,
    enabledAt: '2026-11-02T00:00:00.000Z',
    enabledBy: 'user:ada',
    ...more,
  };
}

/** A digest that was recorded of the first image of an entry. */
export function recordedDigest({ definition }: OfferedEntry, digest: string | null): RecordedDigest {
  const [version] = definition.versions;
  const [image] = version?.images ?? [];
  return { version: version?.name ?? '', framework: image?.framework ?? '', image: image?.image_name ?? '', digest };
}
