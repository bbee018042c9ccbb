import { compareVersions } from './compare-versions.js';

/** The latest of the names, the first declared among equals; `null` when there is none. */
export function latestVersion(names: readonly string[]): string | null {
  let latest: string | null = null;
  for (const name of names) {
    if (latest === null || compareVersions(name, latest) > 0) latest = name;
  }
  return latest;
}

/** The names from latest to earliest; equals keep their order of declaration. */
export const latestFirst = (names: readonly string[]): string[] => names.toSorted((a, b) => compareVersions(b, a));
