import type { ContainerPlanParts } from '@enginehouse/backend-spec';
import { err, ok, problemOf, type DeploymentSpec, type Problem, type Result } from '@enginehouse/contracts';
import { partsFor, planFor, type PlannedContainer } from '../../domain/container-plan.js';
import type { SchedulerState } from '../../domain/scheduler-state.js';
import type { SchedulerSettings } from '../../settings.js';
import { dryCreation } from './dry-creation.js';
import { dryPlacement, type DryPlacement } from './dry-placement.js';
import type { PreviewBackend } from './preview-backend.js';
import { atInput } from './preview-problem.js';

/** What is to be previewed, complete and from a backend that was read. */
export interface PreviewQuestion {
  readonly spec: DeploymentSpec;
  readonly backend: PreviewBackend;
  readonly worker?: string | undefined;
}

/** A container as the log, the workers and the ledger decide it; only the image was not looked at yet. */
export interface PreviewDraft extends PlannedContainer {
  readonly question: PreviewQuestion;
  readonly installation: string;
  readonly parts: ContainerPlanParts;
  readonly placement: DryPlacement;
  /** The name that its first instance, or its next one, would get. */
  readonly instance: string;
  /** There is a deployment of this name. */
  readonly nameTaken: boolean;
  /** Why creating it would be refused: its model is missing or cannot be fetched, or names are taken. */
  readonly refusals: readonly Problem[];
}

/** Decides everything as for a real start, and changes nothing. */
export function previewDraft(
  state: SchedulerState,
  question: PreviewQuestion,
  settings: Pick<SchedulerSettings, 'installation' | 'grants'>,
): Result<PreviewDraft, Problem> {
  const { spec, backend } = question;
  const creation = dryCreation(state, { spec, backend, grants: settings.grants });
  if (!creation.ok) {
    return err(atInput(creation.error, backend));
  }
  const { deployment, refusals } = creation.value;
  const placement = dryPlacement(state, deployment, question.worker);
  if (!placement.ok) {
    return placement;
  }
  const { option, claim } = placement.value;
  const parts = partsFor(deployment, option);
  const planned = planFor(deployment, option, claim);
  if (!parts.ok || !planned.ok) {
    return err(cannotRun(backend));
  }
  const existing = state.deployment(spec.name);
  return ok({
    ...planned.value,
    question,
    installation: settings.installation,
    parts: parts.value,
    placement: placement.value,
    instance: `${spec.name}-${(existing?.instancesMade ?? 0) + 1}`,
    nameTaken: existing !== undefined && existing.state !== 'deleted',
    refusals,
  });
}

/** The creation has looked at every version that may be chosen. */
const cannotRun = ({ backend }: PreviewBackend): Problem =>
  problemOf('invalid-input', `No container can be made from ${backend}.`);
