import { err, ok, type BackendSource, type Result } from '@enginehouse/contracts';
import type { SpecFailure } from '../errors/spec-error.js';
import { builtInBackendNamed, customSuffix, suggestedName, withSuffix } from './name-rules.js';

/** Why a name cannot be a backend's. */
export type BackendNameFailure = SpecFailure<
  'required' | 'name_reserved' | 'name_suffix_required' | 'invalid_name' | 'name_taken' | 'invalid_value'
>;

const PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Checks the name of a new backend. `existing` are the names in the catalog; they clash in any case. */
export function checkBackendName(
  name: string,
  source: BackendSource,
  existing: Iterable<string> = [],
): Result<string, BackendNameFailure> {
  const failure = source === 'built_in' ? checkBuiltInName(name) : checkOwnName(name, source);
  if (failure) return err(failure);
  const lower = name.toLowerCase();
  for (const taken of existing) {
    if (taken.toLowerCase() === lower)
      return err({ code: 'name_taken', detail: `There is a backend ${taken} already.` });
  }
  return ok(name);
}

function checkBuiltInName(name: string): BackendNameFailure | undefined {
  if (builtInBackendNamed(name) === name) return undefined;
  return { code: 'invalid_value', detail: `${JSON.stringify(name)} is not the name of a built-in backend.` };
}

function checkOwnName(name: string, source: BackendSource): BackendNameFailure | undefined {
  if (name === '') return { code: 'required', detail: 'A backend needs a name.' };
  if (builtInBackendNamed(name) !== undefined) return reserved(name);
  if (source === 'custom' && !name.endsWith(customSuffix)) return suffixRequired(name);
  if (PATTERN.test(name)) return undefined;
  return {
    code: 'invalid_name',
    detail: `${JSON.stringify(name.slice(0, 200))} cannot be a backend name.`,
    hint: 'Use up to 128 ASCII letters, digits, ".", "_" and "-", and begin with a letter or digit.',
  };
}

const reserved = (name: string): BackendNameFailure => ({
  code: 'name_reserved',
  detail: `${name} is the name of a built-in backend.`,
  hint: `Call it ${suggestedName(name)}, or add a version to the built-in backend.`,
});

const suffixRequired = (name: string): BackendNameFailure => ({
  code: 'name_suffix_required',
  detail: `The name of a custom backend ends with ${customSuffix}.`,
  hint: `Call it ${suggestedName(name)}.`,
});

/** What a form stores for a typed custom name: blanks around it go, the suffix is added unless it is there. */
export function backendNameFromForm(
  typed: string,
  existing: Iterable<string> = [],
): Result<string, BackendNameFailure> {
  const name = withSuffix(typed);
  return name === ''
    ? err({ code: 'required', detail: 'A backend needs a name.' })
    : checkBackendName(name, 'custom', existing);
}

/** A backend's name never changes, not even in case. */
export const checkRename = (from: string, to: string): Result<string, SpecFailure<'name_immutable'>> =>
  from === to
    ? ok(to)
    : err({
        code: 'name_immutable',
        detail: `The name ${from} cannot change.`,
        hint: 'Register a backend under the new name and delete this one when nothing uses it.',
      });

/** Built-in backends stay; community backends go by being disabled, custom ones by being deleted. */
export const checkDelete = (source: BackendSource): Result<true, SpecFailure<'cannot_delete_built_in'>> =>
  source === 'built_in'
    ? err({ code: 'cannot_delete_built_in', detail: 'Built-in backends cannot be deleted.' })
    : ok(true);
