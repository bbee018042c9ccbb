import { Injectable } from '@nestjs/common';
import { ok, runtimeFact, type Problem, type Result, type RuntimeFact } from '@enginehouse/contracts';
import { placementOf } from '../domain/instance.js';
import { judgeFact, type DropReason } from '../domain/facts.js';
import { causedByFact } from './cause.js';
import { DecisionLog } from './decision-log.js';

/** What became of a message with a fact. */
export type Intake =
  | { readonly kind: 'recorded' }
  | { readonly kind: 'dropped'; readonly why: DropReason }
  | { readonly kind: 'malformed'; readonly detail: string };

/** Takes workers' facts into the log: those about current placements, from who holds them, each once. */
@Injectable()
export class FactIntake {
  private readonly drops = new Map<DropReason, number>();

  constructor(private readonly log: DecisionLog) {}

  /** How many facts were dropped, by reason. */
  get dropped(): ReadonlyMap<DropReason, number> {
    return this.drops;
  }

  async take(payload: unknown, subject: string): Promise<Result<Intake, Problem>> {
    const parsed = runtimeFact.safeParse(payload);
    if (!parsed.success) {
      return ok({ kind: 'malformed', detail: `no fact: ${parsed.error.message}` });
    }
    const fact = { ...parsed.data, id: parsed.data.id.toLowerCase() };
    if (!isFrom(subject, fact)) {
      return ok({ kind: 'malformed', detail: `${subject} is not where ${fact.worker} reports ${fact.instance}` });
    }
    return this.record(fact);
  }

  private async record(fact: RuntimeFact): Promise<Result<Intake, Problem>> {
    let intake: Intake = { kind: 'recorded' };
    const instance = this.log.state.instance(fact.instance);
    const cause = causedByFact(fact.worker, fact.id, (instance && placementOf(instance)?.decidedBy) ?? undefined);
    const written = await this.log.run(cause, (state) => {
      const verdict = judgeFact(state, fact);
      if (verdict.kind === 'accepted') {
        intake = { kind: 'recorded' };
        return ok([verdict.decision]);
      }
      intake = verdict;
      return ok([]);
    });
    if (!written.ok && written.error.code === 'idempotency-key-reused') {
      intake = { kind: 'malformed', detail: `fact ${fact.id} was told before with other contents` };
    } else if (!written.ok) {
      return written;
    }
    this.count(intake);
    return ok(intake);
  }

  private count(intake: Intake): void {
    if (intake.kind === 'dropped') {
      this.drops.set(intake.why, (this.drops.get(intake.why) ?? 0) + 1);
    }
  }
}

/** NATS lets a worker publish under its own name only; what the subject says is therefore what counts. */
function isFrom(subject: string, { worker, instance, type }: RuntimeFact): boolean {
  return subject === `runtime.${worker}.${instance}.${type}`;
}
