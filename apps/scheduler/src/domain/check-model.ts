import { placeholdersOf, selectCommand } from '@enginehouse/backend-spec';
import { problemOf, type BackendPin, type DeploymentSpec, type Problem } from '@enginehouse/contracts';
import type { VersionOption } from '@enginehouse/placement';

/** An engine that is told an empty path fails late and in its own words; refused where no version could do without. */
export function checkModel(
  spec: DeploymentSpec,
  { definition }: BackendPin,
  options: readonly VersionOption[],
): Problem | undefined {
  const needsPath = ({ version }: VersionOption) => {
    const selected = selectCommand({
      deployment: spec.runCommand,
      version: definition.versions.find(({ name }) => name === version)?.run_command,
      backend: definition.default_run_command,
    });
    return placeholdersOf(selected?.template ?? '').includes('model_path');
  };
  if (spec.model || !options.every(needsPath)) {
    return undefined;
  }
  const detail = 'the command uses {{model_path}}';
  const hint = 'Give the model: --model PATH, or "model": {"source":"local_path","path":"..."}.';
  return problemOf('invalid-input', `A model is required: ${detail}.`, {
    hint,
    errors: [{ code: 'required', path: ['model'], detail, hint }],
  });
}
