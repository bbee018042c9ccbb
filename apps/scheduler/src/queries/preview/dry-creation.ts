import { err, ok, problemOf, type DeploymentSpec, type Problem, type Result } from '@enginehouse/contracts';
import { checkModelName } from '../../domain/check-model-name.js';
import type { ProfileGrants } from '../../domain/check-spec.js';
import { evolveDeployment, type ActiveDeployment } from '../../domain/deployment.js';
import { createDeployment } from '../../domain/deployment.decisions.js';
import type { Decision } from '../../domain/events.js';
import type { SchedulerState } from '../../domain/scheduler-state.js';
import type { PreviewBackend } from './preview-backend.js';

interface Wish {
  readonly spec: DeploymentSpec;
  readonly backend: PreviewBackend;
  readonly grants: ProfileGrants;
}

/** A deployment that was not created, as it would have been. */
export interface DryCreation {
  readonly deployment: ActiveDeployment;
  /** Why it could not be created all the same: what stops a creation but not a preview. */
  readonly refusals: readonly Problem[];
}

/** A name that no deployment can have: the preview's own may be taken, and is then about the next replica. */
const noName = '(preview)';

/** Stands for a model that is not there yet, so that everything else can be looked at. */
const anyModel = { source: 'local_path', path: '/unknown' } as const;

/**
 * The very decision that creates a deployment, without writing it. A model that is missing or cannot be fetched, and
 * names that are taken, stop a creation but not a preview: commands are looked at before all that is settled.
 */
export function dryCreation(state: SchedulerState, wish: Wish): Result<DryCreation, Problem> {
  const { spec } = wish;
  const isNew = (state.deployment(spec.name)?.state ?? 'deleted') === 'deleted';
  const taken = isNew ? checkModelName(state, spec) : undefined;
  const refusals = taken ? [taken] : [];
  const created = create(state, wish);
  if (created.ok) {
    return ok({ deployment: created.value, refusals });
  }
  if (!isAboutModel(created.error)) {
    return created;
  }
  const rest = create(state, { ...wish, spec: { ...spec, model: anyModel } });
  return rest.ok ? ok({ deployment: { ...rest.value, spec }, refusals: [created.error, ...refusals] }) : rest;
}

const isAboutModel = ({ errors = [] }: Problem): boolean =>
  errors.length > 0 && errors.every(({ path }) => path[0] === 'model');

function create(state: SchedulerState, { spec, backend, grants }: Wish): Result<ActiveDeployment, Problem> {
  // What an old revision or an unsaved definition names was not read too early: it was asked for.
  const pin = { ...backend, revision: Number.MAX_SAFE_INTEGER };
  const { modelName: _mayBeTaken, ...rest } = spec;
  const decided = createDeployment(state, { spec: { ...rest, name: noName }, pin, grants });
  if (!decided.ok) {
    return decided;
  }
  const deployment = folded(decided.value);
  return deployment
    ? ok({ ...deployment, name: spec.name, spec })
    : err(problemOf('internal', `Nothing was decided about ${spec.name}.`));
}

function folded(decisions: readonly Decision[]): ActiveDeployment | undefined {
  const made = decisions.find((each) => each.type === 'DeploymentCreated');
  if (made === undefined) {
    return undefined;
  }
  const meta = { actor: 'service:scheduler', correlationId: 'preview' };
  const about = { id: 'preview', schemaVersion: 1, meta, position: 0, version: 1, recordedAt: '' };
  const deployment = evolveDeployment(undefined, { ...made, ...about });
  return deployment?.state === 'deleted' ? undefined : deployment;
}
