import { err, ok, type Result } from '@enginehouse/contracts';
import { renderCommand, type RenderContext, type RenderError } from '../command/render-command.js';
import type { Environment } from '../environment/environment.js';
import type { SpecFailure } from '../errors/spec-error.js';

/** The address that an engine binds to in a network of its own, where the worker's address does not exist. */
export const bindAllAddress = '0.0.0.0';

/** What is known once a plan has its worker, devices, port and model. */
export interface PlanContext extends RenderContext {
  /** `own`: the container has its own network, and `{{worker_ip}}` renders as {@link bindAllAddress}. `host`: it shares the worker's. */
  readonly network: 'own' | 'host';
}

/** The part of a plan that is rendered: the contract's `ContainerPlan` has it, and so have the parts of {@link planContainer}. */
export interface RenderablePlan {
  readonly entrypoint: readonly string[] | null;
  /** A template; `null` leaves the image's own command. */
  readonly command: string | null;
  readonly parameters: readonly string[];
  readonly env: Environment;
}

/** What the container is started with. `entrypoint` is `null`, and `argv` is empty, where the image's own is left alone. */
export interface RenderedPlan {
  readonly entrypoint: readonly string[] | null;
  readonly argv: readonly string[];
}

/** Why a plan cannot be rendered; a plan of {@link planContainer} fails only for want of a port, or NUL in a value. */
export type PlanRenderError = RenderError | SpecFailure<'unknown_placeholder'>;

/** Fills a plan's command for one worker and appends its parameters. No placeholder of the command is ever left in the arguments. */
export function renderPlan(plan: RenderablePlan, context: PlanContext): Result<RenderedPlan, PlanRenderError> {
  const worker_ip = context.network === 'own' ? bindAllAddress : context.worker_ip;
  const command = renderCommand(plan.command ?? '', { ...context, worker_ip }, plan.env);
  if (!command.ok) return command;
  const [name] = command.value.unresolved;
  if (name !== undefined) return err({ code: 'unknown_placeholder', detail: `Nothing fills {{${name}}}.` });
  return ok({ entrypoint: plan.entrypoint, argv: [...command.value.argv, ...plan.parameters] });
}
