import { affectedWorkers } from '../domain/assignments.js';
import type { Change } from '../domain/scheduler-state.js';
import type { WorkerHints } from '../ports.js';
import type { DecisionLog } from './decision-log.js';

/** Tells each worker once that its assignments have changed; it then asks for them. */
export class WorkerHinter {
  constructor(
    private readonly log: DecisionLog,
    private readonly hints: WorkerHints,
  ) {}

  noteChanges(changes: readonly Change[]): void {
    const workers = new Set(changes.flatMap(affectedWorkers));
    workers.forEach((worker) => this.hints.hint(worker, this.log.state.position));
  }
}
