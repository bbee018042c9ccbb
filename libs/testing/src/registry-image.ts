import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** Bytes that a registry holds under their digest. */
export interface RegistryBlob {
  readonly digest: string;
  readonly bytes: Buffer;
  readonly mediaType: string;
}

/** An image, or an index of images, ready to be pushed. */
export interface RegistryImage {
  readonly manifest: RegistryBlob;
  readonly blobs: readonly RegistryBlob[];
  /** The images of an index. */
  readonly images: readonly RegistryImage[];
  readonly platform: { readonly os: string; readonly architecture: string; readonly variant?: string };
}

/** What an image made by hand should be. */
export interface RegistryImageWish {
  /** Whose media types it uses; default oci. */
  readonly format?: 'oci' | 'docker';
  /** Default linux/amd64. */
  readonly platform?: RegistryImage['platform'];
  /** As in a configuration blob: `Entrypoint`, `Cmd`, `Env`, `User` ... */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Bytes of each layer's only file; default one small layer. */
  readonly layerSizes?: readonly number[];
}

const mediaTypes = {
  oci: {
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    index: 'application/vnd.oci.image.index.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
  docker: {
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
} as const;

/** An image that has never been seen before, with layers that an engine accepts; it holds no program. */
export function registryImage({
  format = 'oci',
  platform = { os: 'linux', architecture: 'amd64' },
  config = {},
  layerSizes = [100],
}: RegistryImageWish = {}): RegistryImage {
  const types = mediaTypes[format];
  const archives = layerSizes.map((size, index) => tarOf(`layer-${index}`, randomBytes(size)));
  const layers = archives.map((tar) => blobOf(gzipSync(tar, { level: 0 }), types.layer));
  const configuration = jsonBlob(types.config, {
    ...platform,
    created: '2026-11-02T03:04:05Z',
    config,
    rootfs: { type: 'layers', diff_ids: archives.map(digestOf) },
  });
  const manifest = jsonBlob(types.manifest, {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: descriptor(configuration),
    layers: layers.map(descriptor),
  });
  return { manifest, blobs: [configuration, ...layers], images: [], platform };
}

/** An index of images for several platforms. */
export function imageIndex(images: readonly RegistryImage[], format: 'oci' | 'docker' = 'oci'): RegistryImage {
  const mediaType = mediaTypes[format].index;
  const manifests = images.map(({ manifest, platform }) => ({ ...descriptor(manifest), platform }));
  const platform = { os: 'linux', architecture: 'amd64' };
  return { manifest: jsonBlob(mediaType, { schemaVersion: 2, mediaType, manifests }), blobs: [], images, platform };
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
export const blobOf = (bytes: Buffer, mediaType: string): RegistryBlob => ({
  bytes,
  mediaType,
  digest: digestOf(bytes),
});
export const jsonBlob = (mediaType: string, value: unknown) => blobOf(Buffer.from(JSON.stringify(value)), mediaType);
export const descriptor = ({ mediaType, digest, bytes }: RegistryBlob) => ({ mediaType, digest, size: bytes.length });

const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');

/** A tar archive of one file. */
function tarOf(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100);
  header.write(`${octal(content.length, 11)}\0${octal(0, 11)}\0`, 124);
  header.write('        0', 148);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([header, content, padding, Buffer.alloc(1024)]);
}
