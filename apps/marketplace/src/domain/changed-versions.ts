import { isDeepStrictEqual } from 'node:util';
import type { BackendDefinition, BackendVersion } from '@enginehouse/contracts';

/** The versions in which two definitions differ, by name. */
export interface ChangedVersions {
  readonly addedVersions: string[];
  readonly changedVersions: string[];
  readonly withdrawnVersions: string[];
}

/** Compares the versions of what was taken over with those of upstream now. */
export function changedVersions(before: BackendDefinition, now: BackendDefinition): ChangedVersions {
  const [old, current] = [byName(before), byName(now)];
  return {
    addedVersions: [...current.keys()].filter((name) => !old.has(name)),
    changedVersions: [...current.keys()].filter(
      (name) => old.has(name) && !isDeepStrictEqual(old.get(name), current.get(name)),
    ),
    withdrawnVersions: [...old.keys()].filter((name) => !current.has(name)),
  };
}

const byName = ({ versions }: BackendDefinition): ReadonlyMap<string, BackendVersion> =>
  new Map(versions.map((version) => [version.name, version]));
