import { parseImageReference } from '../names/image-reference.js';
import type { KnownImage, PlanWarning } from './plan-warnings.js';

/** Warns about an image whose tag is made to move: `latest`, or none, which means the same. */
export function imageWarnings(image: string, known: KnownImage | null): PlanWarning[] {
  const reference = parseImageReference(image);
  if (!reference.ok) return [];
  const { name, tag, digest } = reference.value;
  if (digest !== undefined || (tag !== undefined && tag !== 'latest')) return [];
  const what = tag === undefined ? `${image} has no tag, which means latest` : `${image} has the tag latest`;
  return [
    {
      code: 'floating_tag',
      detail: `${what}: another start may run another image.${known ? ` Today it is ${known.digest}.` : ''}`,
      hint: known ? `Write ${name}@${known.digest} to keep this one.` : 'Name a version, or a digest: image@sha256:...',
    },
  ];
}
