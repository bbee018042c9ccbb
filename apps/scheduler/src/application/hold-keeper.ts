import type { Change } from '../domain/scheduler-state.js';
import { releaseUse } from '../domain/use-hold.decisions.js';
import type { UseHold } from '../domain/use-holds.js';
import type { BackendRemovals } from '../ports.js';
import { ownCause } from './cause.js';
import type { DecisionLog } from './decision-log.js';

/**
 * Ends the holds of removals that never ended: after a while the catalog is asked to make sure that such a removal has
 * happened or cannot happen any more. One timer for each hold; a scheduler that comes to lead starts them anew.
 */
export class HoldKeeper {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private running = false;

  constructor(
    private readonly log: DecisionLog,
    private readonly removals: BackendRemovals,
    private readonly patienceMs: number,
    private readonly onProblem: (error: unknown) => void,
  ) {
    log.onChange((changes) => this.noteChanges(changes));
  }

  start(): void {
    this.running = true;
    this.log.state.useHolds().forEach((hold) => this.watch(hold));
  }

  stop(): void {
    this.running = false;
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
  }

  private noteChanges(changes: readonly Change[]): void {
    if (!this.running) {
      return;
    }
    for (const { event } of changes) {
      if (event.type === 'UseHeld') {
        this.watch(event.data);
      } else if (event.type === 'UseReleased') {
        this.forget(event.data.hold);
      }
    }
  }

  private watch(hold: UseHold): void {
    this.forget(hold.hold);
    this.timers.set(
      hold.hold,
      setTimeout(() => void this.giveUp(hold), this.patienceMs),
    );
  }

  private forget(hold: string): void {
    clearTimeout(this.timers.get(hold));
    this.timers.delete(hold);
  }

  /** Only the catalog can tell whether the removal happened; until it answers, nobody begins to use the backend. */
  private async giveUp(hold: UseHold): Promise<void> {
    this.timers.delete(hold.hold);
    const abandoned = await this.removals.abandon(hold.backend, hold.hold);
    const released = abandoned.ok
      ? await this.log.run(ownCause(), (state) => releaseUse(state, { ...hold, revision: abandoned.value.revision }))
      : abandoned;
    if (!released.ok && this.running) {
      this.onProblem(released.error);
      this.watch(hold);
    }
  }
}
