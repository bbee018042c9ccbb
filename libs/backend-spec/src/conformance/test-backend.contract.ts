import type { Result } from '@enginehouse/contracts';
import { resolveVersion, type VersionFailure } from '../versions/resolve-version.js';

/** A backend as the vectors write it. */
export interface TestBackend {
  readonly is_built_in?: boolean;
  readonly default_version?: string | null;
  readonly default_run_command?: string | null;
  readonly default_entrypoint?: string | null;
  readonly default_env?: Record<string, string> | null;
  readonly versions: readonly (readonly [string, TestVersion])[];
}

export interface TestVersion {
  readonly run_command?: string | null;
  readonly entrypoint?: string | null;
  readonly env?: Record<string, string> | null;
}

/** The version that a request means, with its name; `null` when none is chosen. */
export function resolveIn(
  backend: TestBackend,
  requested: string | null | undefined,
): Result<{ name: string; version: TestVersion } | null, VersionFailure> {
  const name = resolveVersion({
    versions: backend.versions.map(([each]) => each),
    requested,
    defaultVersion: backend.default_version,
    isBuiltIn: backend.is_built_in,
  });
  if (!name.ok) return name;
  const found = backend.versions.find(([each]) => each === name.value);
  return { ok: true, value: found ? { name: found[0], version: found[1] } : null };
}
