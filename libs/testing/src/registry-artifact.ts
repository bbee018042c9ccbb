import { blobOf, descriptor, jsonBlob, type RegistryImage } from './registry-image.js';

/** What an artifact made by hand should be, beside its files. */
export interface RegistryArtifactWish {
  /** Default: no name but the file's. */
  readonly annotations?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly artifactType?: string;
}

/** Files as `oras push` stores them: each a layer whose title is its name. */
export function registryArtifact(
  files: Readonly<Record<string, string | Uint8Array>>,
  { annotations = {}, artifactType = 'application/vnd.test.index' }: RegistryArtifactWish = {},
): RegistryImage {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const layers = Object.entries(files).map(([name, content]) => ({
    blob: blobOf(Buffer.from(content), 'application/octet-stream'),
    annotations: { 'org.opencontainers.image.title': name, ...annotations[name] },
  }));
  const config = blobOf(Buffer.from('{}'), 'application/vnd.oci.empty.v1+json');
  const manifest = jsonBlob(mediaType, {
    schemaVersion: 2,
    mediaType,
    artifactType,
    config: descriptor(config),
    layers: layers.map(({ blob, annotations }) => ({ ...descriptor(blob), annotations })),
  });
  const platform = { os: 'unknown', architecture: 'unknown' };
  return { manifest, blobs: [config, ...layers.map(({ blob }) => blob)], images: [], platform };
}
