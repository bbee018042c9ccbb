import type { SchedulerState } from './scheduler-state.js';
import type { ActiveDeployment } from './deployment.js';
import { placementOf } from './instance.js';

/** The deployments that use a backend, or one version of it: running, stopped, or through the version that was chosen for them. */
export function deploymentsUsing(state: SchedulerState, backend: string, version?: string): readonly string[] {
  return state
    .activeDeployments()
    .filter(({ pin }) => pin.backend.toLowerCase() === backend.toLowerCase())
    .filter((deployment) => version === undefined || versionsOf(state, deployment).has(version))
    .map(({ name }) => name);
}

/** The versions of its instances; where it has none, those it would get. */
function versionsOf(state: SchedulerState, { name, options }: ActiveDeployment): ReadonlySet<string> {
  const placed = state.instancesOf(name).flatMap((instance) => placementOf(instance)?.version ?? []);
  const possible = options.flatMap(({ version }) => version ?? []);
  return new Set(placed.length > 0 ? placed : possible);
}
