import { checkRename, customSuffix, diffDefinitions, validateDefinition } from '@enginehouse/backend-spec';
import type { BackendDefinition, BackendSource, FieldError, FieldPath } from '@enginehouse/contracts';

/** What is being edited: a new backend has no base. */
export interface Subject {
  readonly source: BackendSource;
  /** The definition as it is saved. */
  readonly base?: BackendDefinition | undefined;
  /** Names that a new backend must not take. */
  readonly existingNames?: readonly string[] | undefined;
}

/** Everything that keeps a definition from being saved, with the paths of the definition. */
export function checkDefinition(definition: BackendDefinition, subject: Subject): FieldError[] {
  const { source, base, existingNames } = subject;
  const known = base
    ? { existingVersions: base.versions.map(({ name }) => name) }
    : { existingNames: existingNames ?? [] };
  return [
    ...validateDefinition(definition, { source, ...known }),
    ...(base ? [...renamed(base, definition), ...builtInChanges(base, definition)] : []),
  ];
}

function renamed(base: BackendDefinition, { backend_name }: BackendDefinition): FieldError[] {
  const checked = checkRename(base.backend_name, backend_name);
  return checked.ok ? [] : [{ ...checked.error, path: ['backend_name'] }];
}

/** Versions that come with Enginehouse are not the user's to change, and no others can come with it. */
function builtInChanges(base: BackendDefinition, definition: BackendDefinition): FieldError[] {
  const shipped = new Map(base.versions.filter(({ built_in }) => built_in).map((version) => [version.name, version]));
  return definition.versions.flatMap((version, index) => {
    const was = shipped.get(version.name);
    if (was) return sameButForDeprecation(was, version) ? [] : [notYours(['versions', index], version.name)];
    return version.built_in ? [notShipped(['versions', index, 'name'], version.name)] : [];
  });
}

type Version = BackendDefinition['versions'][number];

function sameButForDeprecation(one: Version, other: Version): boolean {
  const alone = ({ deprecated: _deprecated, built_in: _builtIn, ...version }: Version) => ({
    backend_name: '',
    versions: [version],
  });
  return diffDefinitions(alone(one), alone(other)).length === 0;
}

const notYours = (path: FieldPath, name: string): FieldError => ({
  code: 'cannot_change_built_in',
  path,
  detail: `The version ${JSON.stringify(name)} comes with Enginehouse and cannot be changed.`,
  hint: `Add a version of your own, such as ${name}${customSuffix}.`,
});

const notShipped = (path: FieldPath, name: string): FieldError => ({
  code: 'version_suffix_required',
  path,
  detail: `The version ${JSON.stringify(name)} does not come with Enginehouse.`,
  hint: `Call it ${name}${customSuffix}.`,
});
