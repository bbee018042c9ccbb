import { compareVersions } from './compare-versions.js';

/** From the earliest version to the latest; names that mean the same version (`1.0`, `v1.0`) by their letters. */
export const byVersion = (one: string, other: string): number =>
  compareVersions(one, other) || Number(one > other) - Number(one < other);
