import { renderContainer, type WorkerSide as PlanSide } from '@enginehouse/backend-spec';
import { err, ok, type ContainerPlan, type Result } from '@enginehouse/contracts';
import type { StartFailure } from '../../domain/start-failure.js';

/** What only the worker knows about a plan, and its environment with opened secrets or without them. */
export interface WorkerSide extends PlanSide {
  readonly env: Readonly<Record<string, string>>;
}

/** The container's arguments, rendered as a preview renders them. Empty keeps the image's own. */
export function renderArguments(
  plan: ContainerPlan,
  { env, ...side }: WorkerSide,
): Result<readonly string[], StartFailure> {
  const rendered = renderContainer({ ...plan, env }, side);
  return rendered.ok
    ? ok(rendered.value.argv)
    : err({ code: 'command-invalid', detail: `the command cannot be rendered: ${rendered.error.detail}` });
}
