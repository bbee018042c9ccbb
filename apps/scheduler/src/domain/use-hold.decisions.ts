import { err, ok, type Problem } from '@enginehouse/contracts';
import type { Decided } from './deployment.decisions.js';
import { useStream } from './events.js';
import type { SchedulerState } from './scheduler-state.js';
import { backendInUse, versionsInUse, type UsedVersion } from './use-refusals.js';
import { deploymentsUsing } from './usage.js';
import type { UseHold } from './use-holds.js';

/** Keeps new deployments off what is about to be removed; refused with the deployments that use it already. */
export function holdUse(state: SchedulerState, hold: UseHold): Decided {
  if (state.useOf(hold.backend).holds.has(hold.hold)) {
    return ok([]);
  }
  const inUse = whyNotHeld(state, hold);
  return inUse ? err(inUse) : ok([{ streamId: useStream(hold.backend), type: 'UseHeld', data: hold }]);
}

export interface ReleaseUse {
  readonly hold: string;
  readonly backend: string;
  /** The backend's newest revision after the removal, or after it was given up. */
  readonly revision: number;
}

/** Ends a hold; what is not held any more needs no second release. */
export function releaseUse(state: SchedulerState, { hold, backend, revision }: ReleaseUse): Decided {
  const held = state.useOf(backend).holds.has(hold);
  return ok(
    held ? [{ streamId: useStream(backend), type: 'UseReleased' as const, data: { hold, backend, revision } }] : [],
  );
}

function whyNotHeld(state: SchedulerState, { backend, versions }: UseHold): Problem | undefined {
  if (versions === null) {
    const deployments = deploymentsUsing(state, backend);
    return deployments.length > 0 ? backendInUse(backend, deployments) : undefined;
  }
  const used = versions.flatMap((version): readonly UsedVersion[] => {
    const deployments = deploymentsUsing(state, backend, version);
    return deployments.length > 0 ? [{ version, deployments }] : [];
  });
  return used.length > 0 ? versionsInUse(backend, used) : undefined;
}
