import { err, ok, type BackendSource, type Result } from '@enginehouse/contracts';
import type { SpecFailure } from '../errors/spec-error.js';
import { customSuffix, suggestedName, withSuffix } from './name-rules.js';

/** Why a name cannot be a version's. */
export type VersionNameFailure = SpecFailure<'required' | 'version_suffix_required' | 'invalid_version_name'>;

const PATTERN = /^[A-Za-z0-9._-]{1,128}$/;

/** Checks how a version name is written, without asking who adds it. */
export function checkVersionName(name: string): Result<string, SpecFailure<'invalid_version_name'>> {
  if (PATTERN.test(name)) return ok(name);
  return err({
    code: 'invalid_version_name',
    detail: `${JSON.stringify(name.slice(0, 200))} cannot be a version name.`,
    hint: 'Use 1 to 128 ASCII letters, digits, ".", "_" and "-".',
  });
}

/** Checks a version that a user adds to a backend of this source: on all but custom backends its name ends with `-custom`. */
export function checkAddedVersionName(name: string, source: BackendSource): Result<string, VersionNameFailure> {
  if (name === '') return err({ code: 'required', detail: 'A version needs a name.' });
  if (source === 'custom') return checkVersionName(name);
  if (!name.endsWith(customSuffix)) return err(suffixRequired(name));
  return name === customSuffix ? err(onlySuffix) : checkVersionName(name);
}

/** What a form stores for a typed version: `0.16.0` becomes `0.16.0-custom` where the suffix is needed. */
export const versionNameFromForm = (typed: string, source: BackendSource): Result<string, VersionNameFailure> =>
  checkAddedVersionName(source === 'custom' ? typed.trim() : withSuffix(typed), source);

const onlySuffix: VersionNameFailure = {
  code: 'invalid_version_name',
  detail: `A version name is more than ${customSuffix}.`,
  hint: `Put the version before it, for example 0.16.0${customSuffix}.`,
};

const suffixRequired = (name: string): VersionNameFailure => ({
  code: 'version_suffix_required',
  detail: `A version added to a built-in or community backend ends with ${customSuffix}.`,
  hint: `Call it ${suggestedName(name)}.`,
});
