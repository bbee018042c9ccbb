import { Inject, Injectable } from '@nestjs/common';
import { ok, type BackendDefinition, type ChangeImpact, type Problem, type Result } from '@enginehouse/contracts';
import { DecisionLog } from '../../application/decision-log.js';
import { LIVE_VIEWS, SETTINGS } from '../../ports.js';
import type { SchedulerSettings } from '../../settings.js';
import type { LiveViews } from '../live-views.js';
import { changeImpact } from './change-impact.js';

/** `ChangeImpact`: what a change of a backend would mean for the deployments that use it, answered from memory. */
@Injectable()
export class ChangeImpactQuery {
  constructor(
    private readonly log: DecisionLog,
    @Inject(LIVE_VIEWS) private readonly live: LiveViews,
    @Inject(SETTINGS) private readonly settings: SchedulerSettings,
  ) {}

  execute(question: {
    readonly backend: string;
    readonly definition?: BackendDefinition | undefined;
  }): Result<{ readonly items: ChangeImpact[] }, Problem> {
    const currentRevision = this.live.backendRevision(question.backend);
    const { grants } = this.settings;
    return ok({ items: [...changeImpact(this.log.state, { ...question, currentRevision, grants })] });
  }
}
