import { Injectable } from '@nestjs/common';
import { ok, type Observation, type RequestHeader } from '@enginehouse/contracts';
import { lostFacts } from '../domain/facts.js';
import { causedBy } from './cause.js';
import { DecisionLog } from './decision-log.js';

/** Makes good what got lost between a worker and the log, from what the worker says it sees. */
@Injectable()
export class LostFacts {
  /** By worker: what differed at its last question. */
  private readonly suspects = new Map<string, ReadonlyMap<string, string>>();

  constructor(private readonly log: DecisionLog) {}

  async compare(worker: string, observed: readonly Observation[], header: RequestHeader): Promise<void> {
    const before = this.suspects.get(worker) ?? new Map<string, string>();
    const { lost, suspects } = lostFacts(this.log.state, worker, observed, before);
    this.suspects.set(worker, suspects);
    if (lost.length > 0) {
      const cause = causedBy({ ...header, actor: `worker:${worker}` });
      await this.log.run(cause, (state) =>
        ok(lostFacts(state, worker, observed, before).lost.map((each) => each.decision)),
      );
    }
  }
}
