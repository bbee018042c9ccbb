import { Placer, type Ledger, type WorkerSnapshot } from '@enginehouse/placement';
import { planFor } from '../container-plan.js';
import type { ActiveDeployment } from '../deployment.js';
import { placementAskOf } from '../placement-ask-of.js';
import type { SchedulerState } from '../scheduler-state.js';
import { snapshotOf } from '../worker-snapshot.js';

/** Where one more instance of a deployment would go, or why nowhere. */
export interface Found {
  readonly worker: string | null;
  readonly reason: string;
}

/** The room there is for instances that have to leave a worker; what was found is taken for whoever asks next. */
export class Room {
  private readonly ledger: Ledger;
  private readonly workers: readonly WorkerSnapshot[];
  private readonly placers = new Map<string, Placer>();

  /** `closed` is a worker that is thought of as cordoned already. */
  constructor(state: SchedulerState, closed?: string) {
    this.ledger = state.ledger.copy();
    this.workers = state.workers().map((each) => snapshotOf(each.name === closed ? { ...each, cordoned: true } : each));
  }

  findFor(instance: string, deployment: ActiveDeployment): Found {
    const { name, pin } = deployment;
    const placer = this.placers.get(name) ?? new Placer(placementAskOf(deployment), this.workers);
    this.placers.set(name, placer);
    const outcome = placer.place(this.ledger);
    if (!outcome.placed) {
      return { worker: null, reason: outcome.explanation.text };
    }
    const { worker, claim, option, explanation } = outcome;
    const planned = planFor(deployment, option, claim);
    if (!planned.ok) {
      return {
        worker: null,
        reason: `no container can be made from ${pin.backend}: ${planned.error[0]?.detail ?? ''}`,
      };
    }
    this.ledger.hold({ instance: `the one for ${instance}`, deployment: name, worker, claim });
    return { worker, reason: explanation.text };
  }
}
