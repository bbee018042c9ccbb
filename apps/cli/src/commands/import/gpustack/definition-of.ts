import { importBackendYaml } from '@enginehouse/backend-spec';
import { printYaml } from '@enginehouse/backend-spec/yaml';
import { err, problemOf, type BackendDefinition, type Problem, type Result } from '@enginehouse/contracts';
import type { PickedVersions } from './pick-versions.js';
import type { Fields, Value } from './values.js';

/** What a custom backend is made of. */
export interface DefinitionParts {
  readonly to: string;
  readonly fields: Fields;
  readonly configs: ReadonlyMap<string, Fields>;
}

/** Read by the rules of every import, so that all that is wrong is told at once and as everywhere. */
export function definitionOf(
  { to, fields, configs }: DefinitionParts,
  { clashes }: PickedVersions,
): Result<BackendDefinition, Problem> {
  const [clash] = clashes;
  if (clash !== undefined) {
    return err(problemOf('invalid-definition', `Two of its versions would be called ${JSON.stringify(clash)} here.`));
  }
  const read = importBackendYaml(
    printYaml(new Map<string, Value>([['backend_name', to], ...fields, ['version_configs', configs]])),
    'create',
  );
  if (read.ok) return read;
  // The lines are those of a text that nobody has seen.
  const errors = read.error.map(({ line: _line, column: _column, ...error }) => error);
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return err(problemOf('invalid-definition', `${errors[0]?.detail ?? 'It cannot be read.'}${more}`, { errors }));
}
