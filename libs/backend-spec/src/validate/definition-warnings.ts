import { frameworks, type BackendDefinition, type FieldPath } from '@enginehouse/contracts';
import { shellWarnings, spacedPlaceholderWarnings, type CommandWarning } from '../command/command-warnings.js';
import { isBuiltinPlaceholder, placeholdersOf } from '../command/placeholders.js';
import type { Environment } from '../environment/environment.js';
import { closest } from '../suggest/closest.js';

/** Something in a definition that may be saved, but probably does not do what was meant. */
export interface DefinitionWarning extends CommandWarning<
  'shell_operator' | 'spaced_placeholder' | 'no_port' | 'unknown_framework'
> {
  readonly path: FieldPath;
}

/** What an author of a definition should look at before saving it. */
export function definitionWarnings(definition: BackendDefinition): DefinitionWarning[] {
  const backendEnv = definition.default_env ?? {};
  return [
    ...commandWarnings(['default_run_command'], definition.default_run_command, [backendEnv]),
    ...definition.versions.flatMap((version, index) => [
      ...commandWarnings(['versions', index, 'run_command'], version.run_command, [backendEnv, version.env ?? {}]),
      ...version.images.flatMap(({ framework }, at) => frameworkWarnings(framework, ['versions', index, 'images', at])),
    ]),
  ];
}

function commandWarnings(
  path: FieldPath,
  command: string | undefined,
  environments: readonly Environment[],
): DefinitionWarning[] {
  if (!command) return [];
  const isKnown = (name: string) => isBuiltinPlaceholder(name) || environments.some((env) => Object.hasOwn(env, name));
  const port = placeholdersOf(command).includes('port') ? [] : [noPort];
  const found = [...shellWarnings(command), ...spacedPlaceholderWarnings(command, isKnown), ...port];
  return found.map((warning) => ({ ...warning, path }));
}

const noPort: CommandWarning<'no_port'> = {
  code: 'no_port',
  detail: 'The command has no {{port}}, so the engine cannot be told where to listen.',
  hint: 'Add the option for the port, for example --port {{port}}.',
};

function frameworkWarnings(framework: string, path: FieldPath): DefinitionWarning[] {
  if ((frameworks as readonly string[]).includes(framework)) return [];
  const near = closest(framework, frameworks);
  return [
    {
      code: 'unknown_framework',
      path: [...path, 'framework'],
      detail: `No worker is known to offer the framework ${JSON.stringify(framework.slice(0, 100))}.`,
      hint: near === undefined ? `Known are: ${frameworks.join(', ')}.` : `Did you mean ${near}?`,
    },
  ];
}
