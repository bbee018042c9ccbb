import { diffDefinitions } from '@enginehouse/backend-spec';
import type { DeploymentSpec, RunnableDefinition } from '@enginehouse/contracts';

/** What one deployment runs: its wish, and the versions it uses of the definition that it is pinned to. */
export interface Usage {
  readonly spec: DeploymentSpec;
  readonly definition: RunnableDefinition;
  readonly versions: readonly string[];
}

type Version = RunnableDefinition['versions'][number];

/** The changed fields that what it runs is made from: of its versions, and inherited where nothing overrides them. */
export function touchedFields(usage: Usage, changed: RunnableDefinition): readonly string[] {
  const used = usage.definition.versions.filter(({ name }) => usage.versions.includes(name));
  return diffDefinitions(usage.definition, changed)
    .filter(({ path }) => touches(path, usage.spec, used))
    .map(({ path }) => fieldText(path));
}

function touches([field = '', ...rest]: readonly string[], spec: DeploymentSpec, used: readonly Version[]): boolean {
  const inherits = (own: (version: Version) => unknown) => used.length === 0 || used.some((each) => !own(each));
  switch (field) {
    case 'versions':
      return used.some(({ name }) => name === rest[0]) && touchesVersion(rest.slice(1), spec);
    case 'health_check_path':
      return spec.healthCheckPath === undefined;
    case 'parameter_format':
      return spec.parameters.length > 0;
    case 'default_run_command':
      return !spec.runCommand && inherits(({ run_command }) => run_command);
    case 'default_entrypoint':
      return inherits(({ entrypoint }) => entrypoint);
    case 'default_env':
      return overridable(rest, spec) && inherits(({ env }) => rest[0] !== undefined && hasName(env, rest[0]));
    default:
      return false;
  }
}

/** `path` is within the version; the empty one is the version as a whole. */
function touchesVersion([field = '', ...rest]: readonly string[], spec: DeploymentSpec): boolean {
  switch (field) {
    case 'images':
      return spec.imageName === undefined;
    case 'run_command':
      return !spec.runCommand;
    case 'env':
      return overridable(rest, spec);
    case 'deprecated':
    case 'built_in':
      return false;
    default:
      return true;
  }
}

const overridable = ([name]: readonly string[], { env }: DeploymentSpec): boolean =>
  name === undefined || !hasName(env, name);

const hasName = (env: Readonly<Record<string, string>> | undefined, name: string): boolean =>
  env !== undefined && Object.hasOwn(env, name);

function fieldText([field = '', version, ...rest]: readonly string[]): string {
  if (field !== 'versions' || version === undefined) {
    return [field, ...(version === undefined ? [] : [version]), ...rest].join('.');
  }
  return rest.length > 0 ? `${rest.join('.')} of version ${version}` : `version ${version}`;
}
