import { bindAllAddress, renderCommand } from '@enginehouse/backend-spec';
import { err, ok, type ContainerPlan, type Result } from '@enginehouse/contracts';
import type { StartFailure } from '../../domain/start-failure.js';

/** What only the worker knows about a plan. */
export interface WorkerSide {
  readonly port: number;
  /** The claimed devices, as the container itself numbers them. */
  readonly gpuIds: readonly number[];
  readonly workerIp: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The container's arguments: the command with its placeholders filled, then the parameters. Empty keeps the image's own. */
export function renderArguments(plan: ContainerPlan, side: WorkerSide): Result<readonly string[], StartFailure> {
  const { model, devices } = plan;
  const rendered = renderCommand(
    plan.command ?? '',
    {
      model_path: model.containerPath,
      model_name: model.name,
      port: side.port,
      worker_ip: side.workerIp || bindAllAddress,
      gpu_count: devices.length,
      gpu_ids: side.gpuIds,
    },
    side.env,
  );
  if (!rendered.ok) {
    return err({ code: 'command-invalid', detail: `the command cannot be rendered: ${rendered.error.detail}` });
  }
  const [unknown] = rendered.value.unresolved;
  return unknown
    ? err({ code: 'command-invalid', detail: `nothing fills the placeholder {{${unknown}}}` })
    : ok([...rendered.value.argv, ...plan.parameters]);
}
