import { Controller, Inject } from '@nestjs/common';
import { err, problemOf } from '@enginehouse/contracts';
import { planRoutes as routes } from '@enginehouse/contracts/http';
import { includesRole } from '../access/identity.js';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { PlanApply } from '../plans/plan-apply.js';
import { planInputOf } from '../plans/plan-input.js';

/** Plans: what applying documents would do. */
@Controller()
export class PlanController {
  constructor(@Inject(PlanApply) private readonly plans: PlanApply) {}

  @Serves(routes.plan)
  async plan(call: Call<typeof routes.plan>): Promise<Answer> {
    const input = planInputOf(call);
    if (input.ok && input.value.lock && !includesRole(call.identity?.role ?? 'viewer', 'operator')) {
      return err(locksForOperators);
    }
    return input.ok ? replyWith(await this.plans.plan(input.value, call), asJson) : input;
  }
}

/** Whoever may only read does not choose which hosts the catalog speaks to. */
const locksForOperators = problemOf(
  'forbidden',
  'a plan with locked images asks their registries, and that takes an operator',
  {
    hint: 'Plan without "lock".',
  },
);
