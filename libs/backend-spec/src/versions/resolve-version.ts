import { err, nameList, ok, type Result } from '@enginehouse/contracts';
import type { SpecFailure } from '../errors/spec-error.js';
import { closest } from '../suggest/closest.js';
import { latestVersion } from './latest-version.js';

/** What decides which version is meant. `versions` are in order of declaration; an empty text counts as not given. */
export interface VersionQuestion {
  readonly versions: readonly string[];
  readonly requested?: string | null;
  readonly defaultVersion?: string | null;
  readonly isBuiltIn?: boolean;
}

/** A version that was named but does not exist. It is never silently replaced by another. */
export type VersionFailure = SpecFailure<'version_not_found' | 'default_version_not_found'>;

/**
 * Resolves a version: the requested one, else the default, else the latest. `null` when there is none, or when a built-in
 * backend leaves the choice to its catalogue.
 */
export function resolveVersion(question: VersionQuestion): Result<string | null, VersionFailure> {
  const { versions, requested, defaultVersion, isBuiltIn = false } = question;
  const named = requested || defaultVersion;
  if (!named) return ok(isBuiltIn ? null : latestVersion(versions));
  if (versions.includes(named)) return ok(named);
  if (isBuiltIn) return ok(null);
  return err(requested ? versionNotFound(named, versions) : defaultVersionNotFound(named, versions));
}

const didYouMean = (name: string, versions: readonly string[]): string => {
  const near = closest(name, versions);
  return near === undefined ? `There is: ${nameList(versions) || 'none'}.` : `Did you mean ${near}?`;
};

/** The failure for a version that was asked for by name and does not exist, with the names that do. */
export const versionNotFound = (name: string, versions: readonly string[]): SpecFailure<'version_not_found'> => ({
  code: 'version_not_found',
  detail: `There is no version ${JSON.stringify(name)}.`,
  hint: didYouMean(name, versions),
});

/** The failure for a default version that is not one of the versions. */
export const defaultVersionNotFound = (
  name: string,
  versions: readonly string[],
): SpecFailure<'default_version_not_found'> => ({
  code: 'default_version_not_found',
  detail: `The default version ${JSON.stringify(name)} is not one of the versions.`,
  hint: didYouMean(name, versions),
});
