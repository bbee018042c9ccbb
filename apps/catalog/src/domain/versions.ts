import { isDeepStrictEqual } from 'node:util';
import type { BackendVersion, VersionFields } from '@enginehouse/contracts';

/** Whether two versions run the same way. A field that is absent, undefined or false is the same. */
export const sameApartFromDeprecation = (a: BackendVersion, b: BackendVersion): boolean =>
  isDeepStrictEqual(runnable(a), runnable(b));

function runnable({ deprecated: _other, ...version }: BackendVersion): unknown {
  return Object.fromEntries(Object.entries(version).filter(([, value]) => value !== undefined && value !== false));
}

/** A version with single fields changed; null clears one, and in the environment a variable. */
export function withVersionFields(version: BackendVersion, { env, ...fields }: VersionFields): BackendVersion {
  const wanted = { ...version, ...fields, ...(env === undefined ? {} : { env: env && mergedEnv(version.env, env) }) };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null)) as BackendVersion;
}

/** An environment without a variable is none at all. */
function mergedEnv(
  current: Readonly<Record<string, string>> = {},
  changes: Readonly<Record<string, string | null>>,
): Record<string, string> | null {
  const entries = Object.entries({ ...current, ...changes }).filter(([, value]) => value !== null);
  return entries.length === 0 ? null : (Object.fromEntries(entries) as Record<string, string>);
}
