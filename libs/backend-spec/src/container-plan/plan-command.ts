import { err, ok, type FieldPath, type Result } from '@enginehouse/contracts';
import { renderCommand, type RenderContext } from '../command/render-command.js';
import { selectCommand, selectEntrypoint, type CommandOrigin } from '../command/select-command.js';
import { unfilledPlaceholders } from '../command/unknown-placeholders.js';
import type { Environment } from '../environment/environment.js';
import { errorAt, type SpecError, type SpecFailure } from '../errors/spec-error.js';
import { pseudoBackend } from '../names/name-rules.js';
import type { PlanBasis } from './plan-basis.js';
import type { ContainerPlanParts } from './plan-container.js';

type PlannedEntrypoint = Pick<ContainerPlanParts, 'entrypoint' | 'entrypointOrigin'>;
type PlannedCommand = Pick<ContainerPlanParts, 'command' | 'commandOrigin'>;

/** Picks the entrypoint and splits it. */
export function planEntrypoint({ definition, version, index }: PlanBasis): Result<PlannedEntrypoint, SpecError> {
  const selected = selectEntrypoint({ version: version?.entrypoint, backend: definition.default_entrypoint });
  if (!selected.ok) {
    const path = version?.entrypoint ? ['versions', index, 'entrypoint'] : ['default_entrypoint'];
    return err(errorAt(path, selected.error));
  }
  return ok({ entrypoint: selected.value?.words ?? null, entrypointOrigin: selected.value?.origin ?? null });
}

/** Stands in for the worker while a plan is checked; only the shape of the command matters. */
const anyContext: RenderContext = {
  model_path: '',
  model_name: '',
  port: 1,
  worker_ip: '',
  gpu_count: 0,
  gpu_ids: [],
};

/** Picks the run command and makes sure that it can be rendered; placeholders are looked at where the environment is known. */
export function planCommand(basis: PlanBasis, env: Environment | null): Result<PlannedCommand, SpecError[]> {
  const { definition, version, deployment } = basis;
  const selected = selectCommand({
    deployment: deployment.runCommand,
    version: version?.run_command,
    backend: definition.default_run_command,
  });
  if (selected === null) return noCommand(basis);
  const { template, origin } = selected;
  const path = pathOf(origin, basis.index);
  const rendered = renderCommand(template, anyContext, env ?? {});
  if (!rendered.ok) return err([errorAt(path, rendered.error)]);
  const unfilled = env === null ? [] : unfilledPlaceholders(path, template, env);
  return unfilled.length > 0 ? err(unfilled) : ok({ command: template, commandOrigin: origin });
}

/** The pseudo-backend has nothing of its own to run; other images may bring their own command. */
function noCommand({ definition }: PlanBasis): Result<PlannedCommand, SpecError[]> {
  if (definition.backend_name !== pseudoBackend) return ok({ command: null, commandOrigin: null });
  return err([errorAt(['deployment', 'runCommand'], runCommandRequired)]);
}

const runCommandRequired: SpecFailure = {
  code: 'required',
  detail: `A deployment on ${pseudoBackend} needs a run command.`,
};

function pathOf(origin: CommandOrigin, index: number): FieldPath {
  switch (origin) {
    case 'deployment':
      return ['deployment', 'runCommand'];
    case 'version':
      return ['versions', index, 'run_command'];
    case 'backend':
      return ['default_run_command'];
  }
}
