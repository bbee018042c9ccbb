import { parseImageReference } from '@enginehouse/backend-spec';
import type { BackendEvent, BackendVersion, FieldPath, VersionImage } from '@enginehouse/contracts';
import { findVersion, type Backend } from './backend.js';

/** The tag that an image stands for: its reference without the digest. Null where it names none, and so never moves. */
export function tagOf(image: string): string | null {
  const parsed = parseImageReference(image);
  if (!parsed.ok) return null;
  const { name, tag, digest } = parsed.value;
  if (tag === undefined && digest !== undefined) return null;
  return `${name}:${tag ?? 'latest'}`;
}

/** The digest that an image is locked to; null where it is not. */
export function digestOf(image: string): string | null {
  const parsed = parseImageReference(image);
  return parsed.ok ? (parsed.value.digest ?? null) : null;
}

/** An image of a version that a lock is about; what comes with Enginehouse is not anybody's to lock. */
export interface LockableImage {
  readonly tag: string;
  /** Indexes into the versions and their images. */
  readonly version: number;
  readonly image: number;
}

/** Where an image stands in a definition. */
export const imagePath = ({ version, image }: LockableImage): FieldPath => [
  'versions',
  version,
  'images',
  image,
  'image_name',
];

/** What there is to lock in some versions. */
export const lockableImages = (versions: readonly BackendVersion[]): readonly LockableImage[] =>
  versions.flatMap((each, version) =>
    each.built_in
      ? []
      : each.images.flatMap(({ image_name }, image) => {
          const tag = tagOf(image_name);
          return tag === null ? [] : [{ tag, version, image }];
        }),
  );

/** The versions, every tag followed by the digest that it means; a tag without one stays as it is written. */
export const withDigests = (
  versions: readonly BackendVersion[],
  digests: ReadonlyMap<string, string>,
): readonly BackendVersion[] =>
  versions.map((each) => (each.built_in ? each : withImages(each, ({ image_name }) => locked(image_name, digests))));

function locked(image: string, digests: ReadonlyMap<string, string>): string {
  const tag = tagOf(image);
  const digest = tag === null ? undefined : digests.get(tag);
  return digest === undefined ? image : `${tag}@${digest}`;
}

const withImages = (version: BackendVersion, nameOf: (image: VersionImage) => string): BackendVersion => ({
  ...version,
  images: version.images.map((image) => ({ ...image, image_name: nameOf(image) })),
});

/**
 * The versions as a command locked them when it was done before: what its events say, and where they say nothing, what
 * it found. A tag may have moved since.
 */
export function asLockedBefore(
  versions: readonly BackendVersion[],
  events: readonly BackendEvent[],
  found: Backend,
): readonly BackendVersion[] {
  const written = events.flatMap(versionsIn);
  return versions.map((each) => {
    if (each.built_in) return each;
    const before =
      written.find(({ name }) => name === each.name) ??
      (found.status === 'live' ? findVersion(found, each.name) : undefined);
    return withImages(each, (image) => sameImageIn(before, image) ?? image.image_name);
  });
}

function sameImageIn(before: BackendVersion | undefined, { framework, image_name }: VersionImage): string | undefined {
  const tag = tagOf(image_name);
  const same = before?.images.find((image) => image.framework === framework && tagOf(image.image_name) === tag);
  return tag === null || same === undefined || digestOf(same.image_name) === null ? undefined : same.image_name;
}

function versionsIn(event: BackendEvent): readonly BackendVersion[] {
  if (event.type === 'BackendRegistered' || event.type === 'BackendRolledBack') return event.data.definition.versions;
  return event.type === 'VersionAdded' || event.type === 'VersionChanged' ? [event.data.version] : [];
}
