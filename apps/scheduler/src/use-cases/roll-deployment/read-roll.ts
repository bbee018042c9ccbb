import { Inject, Injectable } from '@nestjs/common';
import { ok, type Problem, type RequestHeader, type Result, type RollWish } from '@enginehouse/contracts';
import { DecisionLog } from '../../application/decision-log.js';
import { pinOf } from '../../application/pin-of.js';
import { findDeployment } from '../../domain/refusals.js';
import type { RollReading } from '../../domain/roll/roll-target.js';
import { PREVIEW_SOURCES, type PreviewSources } from '../../ports.js';

/** Reads from the catalog what a deployment is to be rolled to, and the backend as it is now. */
@Injectable()
export class ReadRoll {
  constructor(
    private readonly log: DecisionLog,
    @Inject(PREVIEW_SOURCES) private readonly sources: Pick<PreviewSources, 'backend'>,
  ) {}

  async read(name: string, { to }: RollWish, header: RequestHeader): Promise<Result<RollReading, Problem>> {
    const found = findDeployment(this.log.state, name);
    if (!found.ok) {
      return found;
    }
    const { backend } = found.value.pin;
    const newest = await this.sources.backend(backend, undefined, header);
    if (!newest.ok) {
      return newest;
    }
    const current = pinOf(newest.value);
    if (to === undefined || to === current.revision) {
      return ok({ pin: current, current });
    }
    const wanted = await this.sources.backend(backend, to, header);
    return wanted.ok ? ok({ pin: pinOf(wanted.value), current }) : atTo(wanted.error);
  }
}

const atTo = (problem: Problem): { readonly ok: false; readonly error: Problem } => ({
  ok: false,
  error:
    problem.code === 'revision-not-found' || problem.code === 'backend-not-found'
      ? { ...problem, errors: [{ code: problem.code, path: ['to'], detail: problem.detail }] }
      : problem,
});
