import { err, ok, type FieldPath, type Result } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { checkEnvironment } from '../environment/check-environment.js';
import { environmentOf, layerEnvironment, type EnvironmentLevels } from '../environment/layer-environment.js';
import { errorAt, type SpecError } from '../errors/spec-error.js';
import { parseEnvironmentYaml } from '../yaml/parse-environment-yaml.js';
import { resolveIn, type TestBackend } from './test-backend.contract.js';
import { answerOf, rightAnswers } from './outcome.contract.js';
import { vectors, type Vector } from './vectors.contract.js';

interface EnvVector extends Vector {
  readonly backend?: TestBackend;
  readonly requested_version?: string | null;
  readonly default_env_yaml?: string;
  readonly version_env_yaml?: string;
  readonly deployment_env: Record<string, string> | null;
}

type Layered = Result<Record<string, string>, SpecError>;

function layered(levels: EnvironmentLevels, version: string): Layered {
  const paths: { readonly [level in keyof EnvironmentLevels]-?: FieldPath } = {
    backend: ['default_env'],
    version: ['version_configs', version, 'env'],
    deployment: ['deployment', 'env'],
  };
  const [error] = (['backend', 'version', 'deployment'] as const).flatMap((level) =>
    checkEnvironment(levels[level], paths[level]),
  );
  return error ? err(error) : ok(environmentOf(layerEnvironment(levels)));
}

function fromBackend(backend: TestBackend, vector: EnvVector): Layered {
  const resolved = resolveIn(backend, vector.requested_version);
  if (!resolved.ok) return err(errorAt([], resolved.error));
  const { name = '', version } = resolved.value ?? {};
  return layered({ backend: backend.default_env, version: version?.env, deployment: vector.deployment_env }, name);
}

function fromYaml(vector: EnvVector): Layered {
  const backend = parseEnvironmentYaml(vector.default_env_yaml ?? '{}');
  if (!backend.ok) return err(below('default_env', backend.error));
  const version = parseEnvironmentYaml(vector.version_env_yaml ?? '{}');
  if (!version.ok) return err(below('version', version.error));
  return layered({ backend: backend.value, version: version.value, deployment: vector.deployment_env }, 'v1');
}

function below(root: string, [error]: readonly SpecError[]): SpecError {
  if (!error) throw new Error('a failure without an error');
  return { ...error, path: [root, ...error.path] };
}

describe('layering the environment', () => {
  it.each(vectors<EnvVector>('env'))('%s', (_, vector) => {
    const result = vector.backend ? fromBackend(vector.backend, vector) : fromYaml(vector);
    expect(rightAnswers(vector)).toContainEqual(answerOf(result));
    const path = result.ok || !vector.expected.path ? undefined : result.error.path;
    expect(path).toEqual(vector.expected.path);
  });
});
