import { runnableDefinition, type BackendDefinition, type BackendPin } from '@enginehouse/contracts';
import { Placer, versionOptions, type VersionOption } from '@enginehouse/placement';
import { checkSpec, type ProfileGrants } from '../../domain/check-spec.js';
import type { ActiveDeployment } from '../../domain/deployment.js';
import { placementAskOf } from '../../domain/placement-ask-of.js';
import type { SchedulerState } from '../../domain/scheduler-state.js';
import { snapshotOf } from '../../domain/worker-snapshot.js';

/** What would become of a deployment if it were rolled to a changed definition. */
export interface RolledPlacement {
  readonly placeable: boolean;
  /** What it could run then, best first. */
  readonly options: readonly VersionOption[];
  readonly text: string;
}

/** Tries every replica anew, with what the deployment itself claims now counted as free. Nothing is decided by it. */
export function rolledPlacement(
  state: SchedulerState,
  deployment: ActiveDeployment,
  changed: BackendDefinition,
  grants: ProfileGrants,
): RolledPlacement {
  const pin: BackendPin = { ...deployment.pin, definition: runnableDefinition.parse(changed) };
  const options = versionOptions(deployment.spec, pin.definition);
  const problem = options.ok ? checkSpec(deployment.spec, pin, grants) : options.error;
  if (!options.ok || problem) {
    const text = `Rolled to it, it could not run: ${problem?.detail ?? ''}`;
    return { placeable: false, options: options.ok ? options.value : [], text };
  }
  return { options: options.value, ...placed(state, { ...deployment, pin, options: options.value }) };
}

function placed(state: SchedulerState, deployment: ActiveDeployment): Omit<RolledPlacement, 'options'> {
  const { name, spec } = deployment;
  const ledger = state.ledger.copy();
  state.instancesOf(name).forEach(({ id }) => ledger.release(id));
  const placer = new Placer(placementAskOf(deployment), state.workers().map(snapshotOf));
  const versions = new Set<string>();
  for (let replica = 0; replica < spec.replicas; replica += 1) {
    const outcome = placer.place(ledger);
    if (!outcome.placed) {
      const text = `Rolled to it, ${replica} of ${counted(spec.replicas)} would find a place: ${outcome.explanation.text}.`;
      return { placeable: false, text };
    }
    ledger.hold({ instance: `replica ${replica + 1}`, deployment: name, worker: outcome.worker, claim: outcome.claim });
    versions.add(outcome.option.version ?? outcome.option.image);
  }
  const as = versions.size > 0 ? ` and run ${[...versions].join(' and ')}` : '';
  return { placeable: true, text: `Rolled to it, ${counted(spec.replicas)} would find a place${as}.` };
}

const counted = (replicas: number): string => `${replicas} replica${replicas === 1 ? '' : 's'}`;
