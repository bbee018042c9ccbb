import type { SchedulerState } from './scheduler-state.js';
import type { ActiveDeployment } from './deployment.js';
import { placementOf } from './instance.js';

/** The deployments that use a backend, or one version of it: running, stopped, or through `Auto`. */
export function deploymentsUsing(state: SchedulerState, backend: string, version?: string): readonly string[] {
  return state
    .activeDeployments()
    .filter(({ pin }) => pin.backend.toLowerCase() === backend.toLowerCase())
    .filter((deployment) => version === undefined || versionsOf(state, deployment).has(version))
    .map(({ name }) => name);
}

/**
 * The versions that it runs, and those that it could get, also by a roll that is under way: a replica of `Auto` may move
 * to another worker at any time.
 */
function versionsOf(state: SchedulerState, { name, options, roll }: ActiveDeployment): ReadonlySet<string> {
  const placed = state.instancesOf(name).flatMap((instance) => placementOf(instance)?.version ?? []);
  const rolledTo = roll?.state === 'rolling' ? roll.edition.options : [];
  const possible = [...options, ...rolledTo].flatMap(({ version }) => version ?? []);
  return new Set([...placed, ...possible]);
}

/** How many deployments use each backend that some deployment uses. */
export function backendUsage(
  state: SchedulerState,
): readonly { readonly backend: string; readonly deployments: number }[] {
  const counts = new Map<string, number>();
  for (const { pin } of state.activeDeployments()) counts.set(pin.backend, (counts.get(pin.backend) ?? 0) + 1);
  return [...counts].map(([backend, deployments]) => ({ backend, deployments }));
}
