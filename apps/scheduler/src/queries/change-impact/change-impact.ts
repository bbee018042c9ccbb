import { runnableDefinition, type BackendDefinition, type ChangeImpact } from '@enginehouse/contracts';
import type { ProfileGrants } from '../../domain/check-spec.js';
import type { ActiveDeployment } from '../../domain/deployment.js';
import { placementOf, type Placement } from '../../domain/instance.js';
import type { SchedulerState } from '../../domain/scheduler-state.js';
import { deploymentsUsing } from '../../domain/usage.js';
import { rolledPlacement } from './rolled-placement.js';
import { touchedFields } from './touched-fields.js';

/** A change that somebody thinks about. */
export interface ImpactQuestion {
  readonly backend: string;
  /** What the backend would become; left out, it would be deleted. */
  readonly definition?: BackendDefinition | undefined;
  /** The backend's newest revision, where it is known. */
  readonly currentRevision: number | null;
  readonly grants: ProfileGrants;
}

/** What a change would mean for each deployment that uses the backend; decides nothing. */
export function changeImpact(state: SchedulerState, question: ImpactQuestion): readonly ChangeImpact[] {
  const users = deploymentsUsing(state, question.backend).flatMap((name) => {
    const deployment = state.deployment(name);
    return deployment && deployment.state !== 'deleted' ? [deployment] : [];
  });
  return users.map((deployment) => impactOn(state, deployment, question));
}

function impactOn(state: SchedulerState, deployment: ActiveDeployment, question: ImpactQuestion): ChangeImpact {
  const { name, pin, options } = deployment;
  const running = state.instancesOf(name).flatMap((each) => placementOf(each) ?? []);
  const [version = options[0]?.version ?? null] = running.map((each) => each.version);
  const currentRevision = Math.max(question.currentRevision ?? 0, pin.revision);
  const common = {
    deployment: name,
    version,
    runningRevision: pin.revision,
    currentRevision,
    outdated: pin.revision < currentRevision,
    stopped: deployment.state === 'stopped',
  };
  const { definition } = question;
  const effect = definition ? changed(state, deployment, running, { ...question, definition }) : deleted;
  const reason = `${now(deployment, running, currentRevision)} ${effect.reason}`;
  return { ...common, affected: effect.affected, placeable: effect.placeable, reason };
}

type Effect = Pick<ChangeImpact, 'affected' | 'placeable' | 'reason'>;

const deleted: Effect = {
  affected: true,
  placeable: false,
  reason: 'The backend would be deleted, which is refused while a deployment uses it.',
};

function changed(
  state: SchedulerState,
  deployment: ActiveDeployment,
  running: readonly Placement[],
  { definition, grants, currentRevision }: ImpactQuestion & { readonly definition: BackendDefinition },
): Effect {
  const { spec, pin, options } = deployment;
  const possible = options.flatMap((option) => option.version ?? []);
  const runs = running.flatMap((each) => each.version ?? []);
  const usage = { spec, definition: pin.definition, versions: running.length > 0 ? runs : possible };
  const fields = touchedFields(usage, runnableDefinition.parse(definition));
  const { placeable, text } = rolledPlacement(state, deployment, definition, grants);
  const gone = [...new Set([...runs, ...possible])].filter(
    (name) => !definition.versions.some((version) => version.name === name),
  );
  if (gone.length > 0) return { affected: true, placeable: false, reason: removalText(gone) };
  const base =
    pin.revision < (currentRevision ?? 0) ? `Compared with revision ${pin.revision}, the change` : 'The change';
  return { affected: fields.length > 0, placeable, reason: `${base} ${changeText(fields)} ${text}` };
}

const removalText = (gone: readonly string[]): string =>
  `The change removes version ${gone.join(' and ')}, which is refused while a deployment uses it.`;

const changeText = (fields: readonly string[]): string =>
  fields.length > 0 ? `touches ${fields.join(', ')}.` : 'touches nothing that it is made from.';

function now({ state, spec, pin, options }: ActiveDeployment, running: readonly Placement[], current: number): string {
  const of =
    pin.revision < current ? `revision ${pin.revision} (the current is ${current})` : `revision ${pin.revision}`;
  if (state === 'stopped') {
    return `It is stopped, at ${of}.`;
  }
  if (spec.replicas === 0) {
    return `It has no replicas, at ${of}.`;
  }
  if (running.length > 0) {
    return `It runs ${named(running.map((each) => each.version ?? each.plan.image)).join(' and ')} of ${of} and goes on with it.`;
  }
  return `It waits for a place to run ${named(options.map((option) => option.version ?? option.image)).join(' or ')} of ${of}.`;
}

const named = (names: readonly string[]): readonly string[] => [...new Set(names)];
