import { applyChange, changesBetween, type BackendChange } from '@enginehouse/backend-spec';
import type { BackendDefinition, BackendFields, BackendSource } from '@enginehouse/contracts';

/** One request of a save. */
export type SaveStep =
  | { readonly kind: 'describe'; readonly changes: BackendFields; readonly after: BackendDefinition }
  | { readonly kind: 'no-default'; readonly after: BackendDefinition }
  | { readonly kind: 'restore'; readonly version: string; readonly after: BackendDefinition }
  | { readonly kind: 'apply'; readonly after: BackendDefinition };

/**
 * The requests that make a backend exactly what was written. One applies the whole definition, but what it leaves out
 * stays where silence does not mean removal: fields of a built-in backend, and the deprecation of a version.
 */
export function saveSteps(
  base: BackendDefinition,
  wanted: BackendDefinition,
  source: BackendSource,
): readonly SaveStep[] {
  const steps: SaveStep[] = [];
  let now = base;
  const add = (step: BackendChange, make: (after: BackendDefinition) => SaveStep) => {
    now = applyChange(now, step);
    steps.push(make(now));
  };
  for (const version of restored(base, wanted)) {
    add({ type: 'VersionRestored', data: { version } }, (after) => ({ kind: 'restore', version, after }));
  }
  if (source === 'built_in') {
    const cleared = clearedFields(base, wanted);
    if (Object.keys(cleared).length > 0) {
      add({ type: 'BackendDescribed', data: { changes: cleared } }, (after) => ({
        kind: 'describe',
        changes: cleared,
        after,
      }));
    }
    if (base.default_version !== undefined && wanted.default_version === undefined) {
      add({ type: 'DefaultVersionSet', data: { version: null } }, (after) => ({ kind: 'no-default', after }));
    }
  }
  return changesBetween(now, wanted).length > 0 ? [...steps, { kind: 'apply', after: wanted }] : steps;
}

function restored(base: BackendDefinition, wanted: BackendDefinition): readonly string[] {
  const versions = new Map(wanted.versions.map((version) => [version.name, version]));
  return base.versions.flatMap(({ name, deprecated }) =>
    deprecated !== undefined && versions.has(name) && versions.get(name)?.deprecated === undefined ? [name] : [],
  );
}

function clearedFields(base: BackendDefinition, wanted: BackendDefinition): BackendFields {
  const described = changesBetween(base, wanted).find((change) => change.type === 'BackendDescribed');
  const entries = Object.entries(described?.data.changes ?? {}).filter(([, value]) => value === null);
  return Object.fromEntries(entries);
}
