import { isWithdrawnMark, latestFirst } from '@enginehouse/backend-spec';
import type { BackendDefinition, BackendVersion } from '@enginehouse/contracts';

/** The versions of a backend as they are shown: those on offer and those that are not any more, each newest first. */
export interface ArrangedVersions {
  readonly offered: readonly BackendVersion[];
  readonly deprecated: readonly BackendVersion[];
}

/** The versions with an image for the framework; all where none is said. */
export function arrangedVersions(definition: BackendDefinition, framework: string | undefined): ArrangedVersions {
  const named = new Map(definition.versions.map((version) => [version.name, version]));
  const shown = latestFirst([...named.keys()])
    .flatMap((name) => named.get(name) ?? [])
    .filter(({ images }) => framework === undefined || images.some((image) => image.framework === framework));
  return {
    offered: shown.filter(({ deprecated }) => deprecated === undefined),
    deprecated: shown.filter(({ deprecated }) => deprecated !== undefined),
  };
}

/** Every framework that some version has an image for, by name. */
export const frameworksOfVersions = ({ versions }: BackendDefinition): readonly string[] =>
  [...new Set(versions.flatMap(({ images }) => images.map(({ framework }) => framework)))].toSorted();

/** Whether a version is hidden because the source that it came from no longer has it. */
export const isWithdrawn = ({ deprecated }: BackendVersion): boolean => isWithdrawnMark(deprecated);

/** An image reference in its parts; `digest` where it is locked to one. */
export function imageParts(reference: string): { readonly image: string; readonly digest: string | undefined } {
  const at = reference.indexOf('@');
  return at < 0
    ? { image: reference, digest: undefined }
    : { image: reference.slice(0, at), digest: reference.slice(at + 1) };
}
