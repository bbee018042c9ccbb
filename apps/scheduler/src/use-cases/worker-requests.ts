import { Inject, Injectable } from '@nestjs/common';
import {
  err,
  ok,
  problemOf,
  type AssignmentSet,
  type Observation,
  type Problem,
  type RequestHeader,
  type Result,
  type WorkerReport,
} from '@enginehouse/contracts';
import { causedBy } from '../application/cause.js';
import { CurrentLife } from '../application/current-life.js';
import { DecisionLog } from '../application/decision-log.js';
import { LeaseKeeper } from '../application/lease-keeper.js';
import { LostFacts } from '../application/lost-facts.js';
import { assignmentsFor } from '../domain/assignments.js';
import { reportWorker, workerLeaves } from '../domain/worker.decisions.js';
import { SETTINGS } from '../ports.js';
import type { SchedulerSettings } from '../settings.js';

/** What workers ask of the scheduler. */
@Injectable()
export class WorkerRequests {
  constructor(
    private readonly log: DecisionLog,
    private readonly life: CurrentLife,
    private readonly leases: LeaseKeeper,
    private readonly lostFacts: LostFacts,
    @Inject(SETTINGS) private readonly settings: SchedulerSettings,
  ) {}

  async report(
    report: WorkerReport,
    header: RequestHeader,
  ): Promise<Result<{ accepted: boolean; installation: string }, Problem>> {
    const written = await this.log.run(causedBy(header), (state) => reportWorker(state, report));
    // Only now is a new worker known: it may fall silent before its first heartbeat.
    if (written.ok) this.leases.heard(report.name);
    return written.ok ? ok({ accepted: true, installation: this.settings.installation }) : written;
  }

  async assignments(
    { worker, observed }: { readonly worker: string; readonly observed: readonly Observation[] },
    header: RequestHeader,
  ): Promise<Result<AssignmentSet, Problem>> {
    const known = this.log.state.worker(worker);
    if (!known) {
      return err(
        problemOf('worker-not-found', `Worker ${worker} has not reported yet.`, {
          hint: 'Report what the worker has before asking for its assignments.',
        }),
      );
    }
    this.leases.heard(worker);
    await this.lostFacts.compare(worker, observed, header);
    const { installation } = this.settings;
    const log = await this.life.get();
    return ok(assignmentsFor(this.log.state, worker, { installation, log }));
  }

  async leave(
    { worker, reason }: { readonly worker: string; readonly reason: string },
    header: RequestHeader,
  ): Promise<Result<{ left: boolean }, Problem>> {
    const written = await this.log.run(causedBy(header), (state) => ok(workerLeaves(state, worker, reason)));
    return written.ok ? ok({ left: true }) : written;
  }
}
