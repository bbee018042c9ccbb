import { Inject, Injectable } from '@nestjs/common';
import {
  ok,
  type Problem,
  type RequestHeader,
  type Result,
  type RollPlan,
  type RollWish,
} from '@enginehouse/contracts';
import { DecisionLog } from '../../application/decision-log.js';
import { untilReadLateEnough } from '../../application/until-read-late-enough.js';
import { readBeforeRemoval } from '../../domain/begin-use.js';
import { draftRoll } from '../../domain/roll/roll-draft.js';
import { SETTINGS } from '../../ports.js';
import type { SchedulerSettings } from '../../settings.js';
import { ReadRoll } from '../../use-cases/roll-deployment/read-roll.js';
import { rollPlanView } from './roll-plan-view.js';

/** `PlanRoll`: what a roll would do at this moment, decided as for a real start. */
@Injectable()
export class RollPlanQuery {
  constructor(
    private readonly log: DecisionLog,
    private readonly reading: ReadRoll,
    @Inject(SETTINGS) private readonly settings: Pick<SchedulerSettings, 'grants' | 'drainSeconds'>,
  ) {}

  execute(
    { name, wish }: { readonly name: string; readonly wish: RollWish },
    header: RequestHeader,
  ): Promise<Result<RollPlan, Problem>> {
    return untilReadLateEnough(async () => {
      const read = await this.reading.read(name, wish, header);
      if (!read.ok) {
        return { done: read, readTooEarly: false };
      }
      const { state } = this.log;
      const { grants, drainSeconds } = this.settings;
      const { current } = read.value;
      const draft = draftRoll(state, { name, wish, ...read.value, grants });
      const around = { currentRevision: current.revision, drainSeconds };
      const done = draft.ok ? ok(rollPlanView(state, draft.value, around)) : draft;
      return { done, readTooEarly: readBeforeRemoval(state, current) };
    });
  }
}
