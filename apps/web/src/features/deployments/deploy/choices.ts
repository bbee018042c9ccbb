import type { BackendSummary, BackendVersion } from '@enginehouse/contracts';

/** One of a list to choose from. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly group: string;
  readonly detail?: string;
  readonly disabled?: boolean;
}

const sources = ['built_in', 'community', 'custom'] as const;
type Source = (typeof sources)[number];

/** Backends by source and name; `Custom`, which is for one deployment only, after the other built-in ones. */
export function backendChoices(
  backends: readonly BackendSummary[],
  nameOf: (source: Source) => string,
): readonly Choice[] {
  return sources.flatMap((source) =>
    backends
      .filter((each) => each.source === source)
      .toSorted((one, other) => last(one) - last(other) || one.name.localeCompare(other.name))
      .map(({ name, frameworks, description = '' }) => ({
        value: name,
        label: name,
        group: nameOf(source),
        detail: frameworks.join(', ') || description.split('\n', 1).join(''),
      })),
  );
}

const last = ({ name }: BackendSummary): number => Number(name === 'Custom');

type VersionGroup = 'added' | 'builtIn' | 'deprecated';

/** Versions in groups: added ones, built-in ones, and deprecated ones, which nothing new may run. */
export function versionChoices(
  versions: readonly BackendVersion[],
  nameOf: (group: VersionGroup) => string,
): readonly Choice[] {
  const groups = ['added', 'builtIn', 'deprecated'] as const;
  return groups.flatMap((group) =>
    versions
      .filter((version) => groupOf(version) === group)
      .map((version) => ({
        value: version.name,
        label: version.name,
        group: nameOf(group),
        detail: detailOf(version),
        disabled: group === 'deprecated',
      })),
  );
}

function groupOf({ deprecated, built_in: builtIn }: BackendVersion): VersionGroup {
  if (deprecated !== undefined) return 'deprecated';
  return builtIn ? 'builtIn' : 'added';
}

function detailOf({ images, deprecated }: BackendVersion): string {
  const [first] = images;
  const what =
    images.length === 1 && first
      ? `${first.framework} · ${first.image_name}`
      : images.map(({ framework }) => framework).join(', ');
  return deprecated ? `${what} · ${deprecated}` : what;
}
