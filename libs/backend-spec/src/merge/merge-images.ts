import type { BackendVersion, VersionImage } from '@enginehouse/contracts';
import { mergeOrder } from './merge-order.js';
import { mergeWhole, type Decided, type Merged, type Sides } from './three-way.js';

type Images = BackendVersion['images'];

/**
 * Merges image by image, by their frameworks. Where that could end with no image, or with several of a version that has
 * one everywhere, they are one field: a choice between lists, not a list of choices.
 */
export function mergeImages(path: readonly string[], sides: Sides<Images>, decided: Decided): Merged<Images> {
  const { base, upstream, yours } = sides;
  const order = mergeOrder({
    base: base?.map(framework),
    upstream: upstream?.map(framework),
    yours: yours?.map(framework),
  });
  const kept = order.filter((name) => survives(name, sides));
  const possible = order.filter((name) => mayBeThere(name, sides));
  const hadOne = [base, upstream, yours].every((images) => images === undefined || images.length === 1);
  if (kept.length === 0 || (hadOne && possible.length > 1)) return mergeWhole(path, sides, decided);
  const parts = order.map((name) => {
    const merged = mergeWhole(
      [...path, name],
      { base: imageOf(base, name), upstream: imageOf(upstream, name), yours: imageOf(yours, name) },
      decided,
    );
    return { name, ...merged };
  });
  const value = parts.flatMap(({ name, value: image }) =>
    image === undefined ? [] : [{ framework: name, image_name: image }],
  );
  return { value, fields: parts.flatMap((each) => each.fields) };
}

const framework = (image: VersionImage): string => image.framework;

const imageOf = (images: Images | undefined, name: string): string | undefined =>
  images?.find((image) => image.framework === name)?.image_name;

const hasIt = (images: Images | undefined, name: string): boolean => imageOf(images, name) !== undefined;

/** Both sides have an image for it, or one has added it: whatever is decided, there is one. */
function survives(name: string, { base, upstream, yours }: Sides<Images>): boolean {
  if (hasIt(upstream, name) && hasIt(yours, name)) return true;
  return !hasIt(base, name) && (hasIt(upstream, name) || hasIt(yours, name));
}

function mayBeThere(name: string, sides: Sides<Images>): boolean {
  if (survives(name, sides)) return true;
  const { base, upstream, yours } = sides;
  // One side took it away: it is gone unless the other has changed it.
  const left = imageOf(upstream, name) ?? imageOf(yours, name);
  return left !== undefined && left !== imageOf(base, name);
}
