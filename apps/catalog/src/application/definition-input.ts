import { importBackendYaml, yamlPathOf, type YamlImportMode } from '@enginehouse/backend-spec';
import {
  err,
  ok,
  problemOf,
  type BackendDefinition,
  type BackendFields,
  type FieldError,
  type Problem,
  type Result,
} from '@enginehouse/contracts';

export interface DefinitionInput {
  readonly definition?: BackendDefinition | undefined;
  readonly yaml?: string | undefined;
  /** The line of a larger text at which the YAML begins; errors are counted from there. */
  readonly line?: number | undefined;
}

export interface ReadDefinition {
  readonly definition: BackendDefinition;
  /** What this kind of document cannot say: left out there, it stays as it is. */
  readonly keep: readonly (keyof BackendFields)[];
}

/** The definition of a command, from its JSON or its YAML. */
export function readDefinition(input: DefinitionInput, mode: YamlImportMode): Result<ReadDefinition, Problem> {
  const { definition, yaml, line = 1 } = input;
  if ((definition === undefined) === (yaml === undefined)) return err(eitherOr());
  if (definition?.backend_name.includes('\0')) return err(unreadableName());
  if (definition !== undefined) return ok({ definition, keep: [] });
  const read = importBackendYaml(yaml ?? '', mode);
  if (!read.ok) return err(invalidYaml(read.error.map((error) => counted(error, line))));
  // The import of a custom backend passes over the icon, as GPUStack's does.
  return ok({ definition: read.value, keep: mode === 'create' ? ['icon'] : [] });
}

const importModes = ['create', 'community', 'built_in'] as const;

/** Finds out what kind of backend a document describes, before it is known which one it is: the kind with the fewest errors. */
export function likelyMode(yaml: string): YamlImportMode {
  let best: { mode: YamlImportMode; errors: number } = { mode: 'create', errors: Number.POSITIVE_INFINITY };
  for (const mode of importModes) {
    const read = importBackendYaml(yaml, mode);
    if (read.ok) return mode;
    if (read.error.length < best.errors) best = { mode, errors: read.error.length };
  }
  return best.mode;
}

/** A refusal whose fields are named as they stand in the YAML that was sent. */
export function inYamlTerms(problem: Problem, { versions }: BackendDefinition): Problem {
  const errors = problem.errors?.map((error) => ({ ...error, path: yamlPathOf(error.path, versions) }));
  return errors ? { ...problem, errors } : problem;
}

const counted = (error: FieldError, from: number): FieldError =>
  error.line === undefined ? error : { ...error, line: error.line + from - 1 };

function invalidYaml(errors: readonly FieldError[]): Problem {
  const [first] = errors;
  const where = first?.line === undefined ? '' : `line ${first.line}, column ${first.column ?? 1}: `;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const code = first?.code === 'input_too_large' ? 'input-too-large' : 'invalid-yaml';
  return problemOf(code, `${where}${first?.detail ?? 'The document cannot be read.'}${more}`, { errors: [...errors] });
}

/** No store can hold it, so nothing of that name can even be looked for. */
const unreadableName = (): Problem =>
  problemOf('invalid-definition', 'The name holds a NUL character.', {
    errors: [{ code: 'invalid-name', path: ['backend_name'], detail: 'holds a NUL character' }],
    hint: 'Letters, digits, dots, underscores and hyphens make a name.',
  });

const eitherOr = (): Problem =>
  problemOf('invalid-input', 'Either a definition or a YAML document is needed, and not both.', {
    errors: [{ code: 'required', path: ['definition'], detail: 'definition or yaml is needed, and not both' }],
  });
