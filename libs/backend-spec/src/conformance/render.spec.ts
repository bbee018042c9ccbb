import { err, ok, type Result } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { renderCommand, type RenderContext } from '../command/render-command.js';
import { selectCommand, selectEntrypoint } from '../command/select-command.js';
import { parseEnvironmentYaml } from '../yaml/parse-environment-yaml.js';
import { answerOf, rightAnswers } from './outcome.contract.js';
import { resolveIn, type TestBackend } from './test-backend.contract.js';
import { vectors, type Vector } from './vectors.contract.js';

interface RenderVector extends Vector {
  readonly template: string;
  readonly context: RenderContext;
  readonly env?: Record<string, string>;
  readonly env_yaml?: string;
  readonly unresolved?: readonly string[];
}

interface SelectionVector extends Vector {
  readonly backend: TestBackend;
  readonly requested_version: string | null;
  readonly deployment_run_command?: string | null;
}

function environmentOf({ env, env_yaml }: RenderVector): Record<string, string> {
  if (env_yaml === undefined) return env ?? {};
  const parsed = parseEnvironmentYaml(env_yaml);
  return parsed.ok ? parsed.value : {};
}

/** The entrypoint of whatever version is chosen. */
function entrypointOf(vector: SelectionVector): Result<readonly string[] | null, { code: string }> {
  const resolved = resolveIn(vector.backend, vector.requested_version);
  if (!resolved.ok) return resolved;
  if (resolved.value === null) return ok(null);
  const backend = vector.backend.default_entrypoint;
  const selected = selectEntrypoint({ version: resolved.value.version.entrypoint, backend });
  return selected.ok ? ok(selected.value?.words ?? null) : selected;
}

/** The run command of whatever version is chosen; the deployment's own needs none. */
function commandOf(vector: SelectionVector): Result<string, { code: string }> {
  const deployment = vector.deployment_run_command;
  if (deployment) return ok(deployment);
  const resolved = resolveIn(vector.backend, vector.requested_version);
  if (!resolved.ok) return resolved;
  if (resolved.value === null) return err({ code: 'version_not_found' });
  const { run_command: version } = resolved.value.version;
  return ok(selectCommand({ deployment, version, backend: vector.backend.default_run_command })?.template ?? '');
}

describe('rendering a command', () => {
  it.each(vectors<RenderVector>('render', 'render'))('%s', (_, vector) => {
    const result = renderCommand(vector.template, vector.context, environmentOf(vector));
    expect(rightAnswers(vector)).toContainEqual(answerOf(result.ok ? ok(result.value.argv) : result));
    expect(result.ok ? result.value.unresolved : vector.unresolved).toEqual(vector.unresolved);
  });
});

describe('selecting the run command', () => {
  it.each(vectors<SelectionVector>('render', 'select_command'))('%s', (_, vector) => {
    expect(rightAnswers(vector)).toContainEqual(answerOf(commandOf(vector)));
  });
});

describe('selecting the entrypoint', () => {
  it.each(vectors<SelectionVector>('render', 'entrypoint'))('%s', (_, vector) => {
    expect(rightAnswers(vector)).toContainEqual(answerOf(entrypointOf(vector)));
  });
});
