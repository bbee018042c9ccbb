import { err, ok, type BackendPin, type DeploymentSpec, type Problem, type Result } from '@enginehouse/contracts';
import { beginUse } from './begin-use.js';
import { checkDeprecation } from './check-deprecation.js';
import { checkModelName } from './check-model-name.js';
import { checkSpec, type ProfileGrants } from './check-spec.js';
import { pinWithout } from './deployment-options.js';
import { deploymentStream, instanceStream, type Decision } from './events.js';
import { isTaken } from './is-taken.js';
import { checkRevision, findDeployment, noInstance } from './refusals.js';
import { rollUnderWay } from './roll/roll-refusals.js';
import type { SchedulerState } from './scheduler-state.js';

/** What a command decides: the events it asks for, none where everything is as wished already. */
export type Decided = Result<readonly Decision[], Problem>;

interface Revised {
  readonly name: string;
  readonly expectedRevision?: number | undefined;
}

/** A new deployment, with the backend's definition as it was read for it; refused while what it would use is being removed. */
export function createDeployment(
  state: SchedulerState,
  input: { readonly spec: DeploymentSpec; readonly pin: BackendPin; readonly grants: ProfileGrants },
): Decided {
  const { spec, pin } = input;
  const existing = state.deployment(spec.name);
  if (existing && existing.state !== 'deleted') {
    return err(isTaken(spec.name));
  }
  const shared = checkModelName(state, spec);
  if (shared) {
    return err(shared);
  }
  const use = beginUse(state, input);
  if (!use.ok) {
    return use;
  }
  const avoided = use.value.length > 0 ? { avoided: [...use.value] } : {};
  const problem = checkDeprecation(spec, pin) ?? checkSpec(spec, pinWithout(pin, use.value), input.grants);
  return problem
    ? err(problem)
    : ok([{ streamId: deploymentStream(spec.name), type: 'DeploymentCreated', data: { spec, pin, ...avoided } }]);
}

/** Another number of replicas; not while they are being replaced. */
export function scaleDeployment(state: SchedulerState, input: Revised & { readonly replicas: number }): Decided {
  const found = findDeployment(state, input.name);
  const underWay = found.ok && found.value.spec.replicas !== input.replicas && rollUnderWay(state, found.value);
  if (underWay) {
    return err(underWay);
  }
  return onDeployment(state, input, ({ spec }) =>
    spec.replicas === input.replicas
      ? undefined
      : { type: 'DeploymentScaled', data: { from: spec.replicas, to: input.replicas } },
  );
}

/** Ends all instances and keeps the wish. */
export function stopDeployment(state: SchedulerState, input: Revised): Decided {
  return onDeployment(state, input, (deployment) =>
    deployment.state === 'stopped' ? undefined : { type: 'DeploymentStopped', data: {} },
  );
}

/** Brings a stopped deployment back with fresh instances. */
export function startDeployment(state: SchedulerState, input: Revised): Decided {
  return onDeployment(state, input, (deployment) =>
    deployment.state === 'running' ? undefined : { type: 'DeploymentStarted', data: {} },
  );
}

/** Ends all instances and forgets the wish. */
export function deleteDeployment(state: SchedulerState, input: Revised): Decided {
  return onDeployment(state, input, () => ({ type: 'DeploymentDeleted', data: {} }));
}

/** Ends one instance; while the deployment runs, another is made in its place. */
export function deleteInstance(state: SchedulerState, input: { readonly id: string; readonly actor: string }): Decided {
  const instance = state.instance(input.id);
  if (!instance || instance.state === 'deleted') {
    return noInstance(input.id);
  }
  if (instance.state === 'stopping') {
    return ok([]);
  }
  const data = { reason: `deleted by ${input.actor}` };
  return ok([{ streamId: instanceStream(input.id), type: 'InstanceStopping', data }]);
}

type DeploymentChange = Pick<
  Decision<'DeploymentScaled' | 'DeploymentStopped' | 'DeploymentStarted' | 'DeploymentDeleted'>,
  'type' | 'data'
>;

function onDeployment(
  state: SchedulerState,
  { name, expectedRevision }: Revised,
  change: (
    deployment: Extract<ReturnType<typeof findDeployment>, { ok: true }>['value'],
  ) => DeploymentChange | undefined,
): Decided {
  const found = findDeployment(state, name);
  if (!found.ok) {
    return found;
  }
  const stale = checkRevision(found.value, expectedRevision);
  if (stale) {
    return stale;
  }
  const event = change(found.value);
  return ok(event ? [{ ...event, streamId: deploymentStream(name) } as Decision] : []);
}
