import type { BackendDefinition, BackendVersion } from '@enginehouse/contracts';
import type { BackendChange } from './changes-between.js';

/** The definition after one change. A change of a version that does not exist changes nothing. */
export function applyChange(definition: BackendDefinition, change: BackendChange): BackendDefinition {
  switch (change.type) {
    case 'BackendDescribed':
      return withFields(definition, change.data.changes);
    case 'VersionAdded':
      return { ...definition, versions: [...definition.versions, change.data.version] };
    case 'VersionChanged':
      return withVersion(definition, change.data.version.name, () => change.data.version);
    case 'VersionDeprecated':
      return withVersion(definition, change.data.version, (version) => ({
        ...version,
        deprecated: change.data.message,
      }));
    case 'VersionRestored':
      return withVersion(definition, change.data.version, withoutDeprecation);
    case 'VersionRemoved':
      return { ...definition, versions: definition.versions.filter(({ name }) => name !== change.data.version) };
    case 'VersionsReordered':
      return { ...definition, versions: inOrder(definition.versions, change.data.versions) };
    case 'DefaultVersionSet':
      return withFields(definition, { default_version: change.data.version });
  }
}

function withoutDeprecation({ deprecated: _deprecated, ...version }: BackendVersion): BackendVersion {
  return version;
}

/** Sets fields; null clears one. */
function withFields(definition: BackendDefinition, changes: object): BackendDefinition {
  const entries = Object.entries({ ...definition, ...changes });
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined)) as BackendDefinition;
}

const withVersion = (
  definition: BackendDefinition,
  name: string,
  replace: (version: BackendVersion) => BackendVersion,
): BackendDefinition => ({
  ...definition,
  versions: definition.versions.map((version) => (version.name === name ? replace(version) : version)),
});

/** The versions in the order of the names; those that are not named come last, in the order they had. */
function inOrder(versions: readonly BackendVersion[], names: readonly string[]): BackendVersion[] {
  const places = new Map(names.map((name, index) => [name, index]));
  const placeOf = ({ name }: BackendVersion) => places.get(name) ?? names.length;
  return versions.toSorted((a, b) => placeOf(a) - placeOf(b));
}
