import { z } from 'zod';
import { digestText } from './digests.js';

const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** What a registry is asked for when it is asked for an image. */
export const manifestAccept = [...indexTypes, ...manifestTypes].join(', ');

const platform = z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() });
const size = z.number().int().min(0).catch(0);

const imageManifest = z.object({
  config: z.object({ digest: digestText }),
  layers: z.array(z.object({ size })).default([]),
});
const imageIndex = z.object({
  manifests: z.array(z.object({ digest: digestText, platform: platform.nullish().catch(null) })),
});

/** One image, for one platform. */
export type ImageManifest = z.infer<typeof imageManifest>;

/** What stands behind a tag: an image, or an index of images by platform. */
export type Manifest =
  | { readonly kind: 'image'; readonly image: ImageManifest }
  | { readonly kind: 'index'; readonly platforms: readonly string[]; readonly chosen: string };

/** Reads a manifest by its media type; null where it is none that engines run. */
export function manifestOf(mediaType: string, json: unknown): Manifest | null {
  const type = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (manifestTypes.includes(type)) {
    const read = imageManifest.safeParse(json);
    return read.success ? { kind: 'image', image: read.data } : null;
  }
  const read = imageIndex.safeParse(indexTypes.includes(type) ? json : null);
  return read.success ? indexOf(read.data) : null;
}

/** Attestations stand in an index too, for a platform that is not one. */
function indexOf({ manifests }: z.infer<typeof imageIndex>): Manifest | null {
  const images = manifests.flatMap(({ digest, platform: found }) =>
    found?.os === 'unknown' ? [] : [{ digest, platform: found ? platformText(found) : 'unknown' }],
  );
  const chosen = images.find((each) => each.platform === 'linux/amd64') ?? images[0];
  if (chosen === undefined) return null;
  return { kind: 'index', platforms: [...new Set(images.map((each) => each.platform))], chosen: chosen.digest };
}

/** `linux/amd64`, `linux/arm/v7`. */
export const platformText = ({ os, architecture, variant }: z.infer<typeof platform>): string =>
  [os, architecture, ...(variant === undefined || variant === '' ? [] : [variant])].join('/');
