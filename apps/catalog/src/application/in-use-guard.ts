import { Inject, Injectable } from '@nestjs/common';
import { err, ok, problemOf, type BackendEvent, type Problem, type Result } from '@enginehouse/contracts';
import { LOGGER, type Logger } from '@enginehouse/service-kit';
import { takenAway } from '../domain/apply.decisions.js';
import { DEPLOYMENT_USAGE, type DeploymentUsage, type UseHold } from '../ports.js';
import { newHoldId } from './hold-id.js';
import type { LoadedBackend } from './loaded-backend.js';

/** Keeps what deployments use: nothing in use disappears, and nothing that disappears comes into use meanwhile. */
@Injectable()
export class InUseGuard {
  constructor(
    @Inject(DEPLOYMENT_USAGE) private readonly usage: DeploymentUsage,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Whether the events would take anything away. */
  isNeeded({ state }: LoadedBackend, events: readonly BackendEvent[]): boolean {
    return state.status === 'live' && !isNothing(takenAway(state, events));
  }

  /** Holds what the events would take away; null where they take nothing. A hold has to be released again. */
  async hold(
    { state, revision }: LoadedBackend,
    events: readonly BackendEvent[],
    idempotencyKey: string,
  ): Promise<Result<UseHold | null, Problem>> {
    const gone = takenAway(state, events);
    if (state.status !== 'live' || isNothing(gone)) return ok(null);
    const { backend_name: backend } = state.definition;
    const hold = { hold: newHoldId(idempotencyKey), backend, versions: gone.backend ? null : gone.versions };
    const held = await this.usage.hold(hold);
    if (held.ok) return ok(hold);
    if (isInUse(held.error)) return held;
    // The answer may have been lost, not the request.
    void this.release(hold, revision);
    return err(cannotTell(held.error, backend));
  }

  /** `revision` is the backend's newest. A hold that is not released is given up by the scheduler after a while. */
  async release(hold: UseHold, revision: number): Promise<void> {
    const released = await this.usage.release(hold, revision);
    if (!released.ok) this.logger.warn({ problem: released.error, hold }, 'a hold could not be released');
  }
}

const isNothing = ({ backend, versions }: ReturnType<typeof takenAway>): boolean => !backend && versions.length === 0;

const isInUse = ({ code }: Problem): boolean => code === 'backend-in-use' || code === 'version-in-use';

/** Not knowing is not the same as not in use. */
function cannotTell(problem: Problem, name: string): Problem {
  return problemOf('unavailable', `It cannot be told now whether deployments use ${name}: ${problem.detail}`, {
    hint: 'Nothing was changed. Try again when the scheduler answers.',
    retryAfterSeconds: problem.retryAfterSeconds ?? 5,
    // Who repeats requests whose end is not known need not repeat this one.
    extra: { changed: false },
  });
}
