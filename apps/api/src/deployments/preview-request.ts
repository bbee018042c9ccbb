import { importBackendYaml, maskSecrets, yamlPathOf } from '@enginehouse/backend-spec';
import {
  err,
  isSealed,
  ok,
  problemOf,
  sealedPrefix,
  type BackendDefinition,
  type FieldError,
  type PreviewInput,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import type { previewBody } from '@enginehouse/contracts/http';
import type { z } from 'zod';
import { inputProblem } from '../http/prepare-call.js';

type PreviewBody = z.output<typeof previewBody>;

/** What goes over the bus for a preview: YAML has been read, and every secret is masked, for a preview needs none. */
export function previewRequest({ yaml, ...body }: PreviewBody): Result<PreviewInput, Problem> {
  const definition = definitionOf(yaml, body.definition);
  if (!definition.ok) {
    return definition;
  }
  const { deployment } = body;
  const errors = sealedLookAlikes(deployment.env);
  if (errors.length > 0) {
    return err(inputProblem(errors));
  }
  return ok({
    ...body,
    deployment: { ...deployment, env: maskSecrets(deployment.env) },
    ...(definition.value ? { definition: withoutSecrets(definition.value) } : {}),
  });
}

function definitionOf(
  yaml: string | undefined,
  definition: BackendDefinition | undefined,
): Result<BackendDefinition | undefined, Problem> {
  if (yaml === undefined) {
    return ok(definition);
  }
  if (definition !== undefined) {
    const detail = 'is not needed beside a definition';
    return err(inputProblem([{ code: 'not-allowed', path: ['yaml'], detail, hint: 'Send one of the two.' }]));
  }
  return definitionIn(yaml);
}

/** A document says nothing of its kind: it is read as each, and the reading with the fewest errors counts. */
function definitionIn(yaml: string): Result<BackendDefinition, Problem> {
  const [best] = (['create', 'community', 'built_in'] as const)
    .map((mode) => importBackendYaml(yaml, mode))
    .toSorted((a, b) => errorsIn(a) - errorsIn(b));
  if (best === undefined || best.ok) {
    return best ?? err(problemOf('invalid-yaml', 'The document cannot be read.'));
  }
  const [first] = best.error;
  const where = first?.line === undefined ? '' : `line ${first.line}, column ${first.column ?? 1}: `;
  const more = best.error.length > 1 ? ` (and ${best.error.length - 1} more)` : '';
  return err(
    problemOf('invalid-yaml', `${where}${first?.detail ?? 'The document cannot be read.'}${more}`, {
      errors: best.error.map((error) => ({ ...error, path: ['yaml', ...error.path] })),
    }),
  );
}

const errorsIn = (read: ReturnType<typeof importBackendYaml>): number => (read.ok ? 0 : read.error.length);

/** A creation refuses them as well: nobody outside can make a sealed value. */
function sealedLookAlikes(env: Readonly<Record<string, string>>): readonly FieldError[] {
  return Object.entries(env).flatMap(([name, value]) =>
    isSealed(value)
      ? [
          {
            code: 'reserved-value',
            path: ['deployment', 'env', name],
            detail: `a value must not begin with "${sealedPrefix}"`,
            hint: 'Give the secret itself; it is masked here.',
          },
        ]
      : [],
  );
}

const withoutSecrets = ({ default_env: env, versions, ...rest }: BackendDefinition): BackendDefinition => ({
  ...rest,
  ...(env ? { default_env: maskSecrets(env) } : {}),
  versions: versions.map((version) => ({ ...version, ...(version.env ? { env: maskSecrets(version.env) } : {}) })),
});

/** A refusal whose fields are named as they stand in the YAML that was sent. */
export function inYamlTerms(problem: Problem, versions: BackendDefinition['versions']): Problem {
  const errors = problem.errors?.map((error) => {
    const [root, ...rest] = error.path;
    return root === 'definition' ? { ...error, path: ['yaml', ...yamlPathOf(rest, versions)] } : error;
  });
  return errors ? { ...problem, errors } : problem;
}
