import { Injectable } from '@nestjs/common';
import { ok, type DrainPlan, type DrainWish, type Problem, type Result } from '@enginehouse/contracts';
import { DecisionLog } from '../../application/decision-log.js';
import { findPresentWorker } from '../../domain/refusals.js';
import { drainPlanOf } from './drain-plan.js';

/** What draining a worker would do. */
@Injectable()
export class DrainPlanQuery {
  constructor(private readonly log: DecisionLog) {}

  plan({ name, wish }: { readonly name: string; readonly wish: DrainWish }): Result<DrainPlan, Problem> {
    const found = findPresentWorker(this.log.state, name);
    return found.ok ? ok(drainPlanOf(this.log.state, found.value, wish)) : found;
  }
}
