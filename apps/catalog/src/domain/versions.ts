import { isDeepStrictEqual } from 'node:util';
import type { BackendVersion } from '@enginehouse/contracts';

/** Whether two versions run the same way. A field that is absent, undefined or false is the same. */
export const sameApartFromDeprecation = (a: BackendVersion, b: BackendVersion): boolean =>
  isDeepStrictEqual(runnable(a), runnable(b));

function runnable({ deprecated: _other, ...version }: BackendVersion): unknown {
  return Object.fromEntries(Object.entries(version).filter(([, value]) => value !== undefined && value !== false));
}
