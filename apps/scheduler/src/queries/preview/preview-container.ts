import { gpuIdsOf, maskSecrets, placeholdersOf, renderContainer, type RenderedPlan } from '@enginehouse/backend-spec';
import { err, problemOf, type ContainerPlan, type ImageFacts, type Problem, type Result } from '@enginehouse/contracts';
import type { PreviewDraft } from './preview-draft.js';

/** A port as workers lease them where nothing else was configured; which one it will be only the worker can know. */
export const provisionalPort = 40_000;

/** How a value reads that nobody can know yet. */
export const unknownValue = (what: string): string => `<${what}: unknown>`;

/** What is rendered: a plan, and where it would run. */
export interface Rendered {
  readonly plan: ContainerPlan;
  readonly placement: Pick<PreviewDraft['placement'], 'worker' | 'claim' | 'gpuCount'>;
}

/** The plan with every secret masked, and a stand-in for a model that nobody knows. */
export function shownPlan({ plan }: Pick<Rendered, 'plan'>): ContainerPlan {
  const { model } = plan;
  const containerPath = model.containerPath ?? unknownValue('model_path');
  return { ...plan, env: maskSecrets(plan.env), model: { ...model, containerPath } };
}

/** What the container would be started with, rendered as its worker will do it. */
export function previewRendered(draft: Rendered): Result<RenderedPlan, Problem> {
  const { worker, claim, gpuCount } = draft.placement;
  const gpuIds = worker ? gpuIdsOf(claim.gpus, true) : Array.from({ length: gpuCount }, () => unknownValue('gpu'));
  const workerIp = worker?.address ?? unknownValue('worker_ip');
  const rendered = renderContainer(shownPlan(draft), { port: provisionalPort, workerIp, gpuIds });
  if (rendered.ok) {
    return rendered;
  }
  const { detail } = rendered.error;
  const error = { code: rendered.error.code, path: ['deployment'], detail };
  return err(problemOf('invalid-input', `The command cannot be rendered: ${detail}`, { errors: [error] }));
}

/** What runs in the end: an image's own command is dropped by whoever replaces its entrypoint. */
export function effectiveCommand({ entrypoint, argv }: RenderedPlan, facts: ImageFacts | null): RenderedPlan {
  return {
    entrypoint: entrypoint ?? facts?.entrypoint ?? null,
    argv: argv.length === 0 && entrypoint === null ? (facts?.command ?? []) : argv,
  };
}

/** Whether the command of a plan uses a placeholder. */
export const uses = ({ command }: ContainerPlan, placeholder: string): boolean =>
  placeholdersOf(command ?? '').includes(placeholder);
