import { ok } from '@enginehouse/contracts';
import { drainOverdue } from '../domain/drain/drain.decisions.js';
import { endMakingWay } from '../domain/drain/drain-steps.js';
import { makesWay } from '../domain/drain/making-way.js';
import { subjectOf, type Decision } from '../domain/events.js';
import type { Change, SchedulerState } from '../domain/scheduler-state.js';
import { ownCause } from './cause.js';
import type { DecisionLog } from './decision-log.js';

const retryMs = 1000;

/** Something that is decided once a time is over; on the state of then, so that it may have lost its sense. */
interface Wait {
  readonly afterMs: number;
  readonly decide: (state: SchedulerState) => readonly Decision[];
}

/**
 * Lets time count in drains: whoever was replaced has some for the requests under way, and a drain may have a deadline.
 * A scheduler that comes to lead gives the former anew; deadlines count from the start of the drain.
 */
export class DrainKeeper {
  private readonly timers = new Set<NodeJS.Timeout>();
  private running = false;

  constructor(
    private readonly log: DecisionLog,
    private readonly drainMs: number,
    private readonly onProblem: (error: unknown) => void,
  ) {
    log.onChange((changes) => this.noteChanges(changes));
  }

  start(): void {
    this.running = true;
    const { state } = this.log;
    state.workers().forEach(({ name }) => this.watchDeadline(name));
    state
      .liveInstances()
      .filter(makesWay)
      .forEach(({ id }) => this.watchRetirement(id));
  }

  stop(): void {
    this.running = false;
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
  }

  private noteChanges(changes: readonly Change[]): void {
    if (!this.running) {
      return;
    }
    for (const { event, after } of changes) {
      if (event.type === 'WorkerDrainStarted') {
        this.watchDeadline(subjectOf(event.streamId));
      } else if (event.type === 'InstanceRetiring' && after && makesWay(after)) {
        this.watchRetirement(after.id);
      }
    }
  }

  private watchRetirement(id: string): void {
    this.watch({ afterMs: this.drainMs, decide: (state) => endMakingWay(state, id) });
  }

  private watchDeadline(name: string): void {
    const drain = this.log.state.worker(name)?.drain;
    if (drain?.state !== 'draining' || drain.deadlineSeconds === null || drain.overdue) {
      return;
    }
    const { number, startedAt, deadlineSeconds } = drain;
    const whole = deadlineSeconds * 1000;
    const left = Date.parse(startedAt) + whole - Date.now();
    const question = { name, drain: number };
    this.watch({ afterMs: Math.min(whole, Math.max(0, left)), decide: (state) => drainOverdue(state, question) });
  }

  private watch(wait: Wait): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.isOver(wait);
    }, wait.afterMs);
    this.timers.add(timer);
  }

  private async isOver(wait: Wait): Promise<void> {
    const written = await this.log.run(ownCause(), (state) => ok(wait.decide(state)));
    if (!written.ok && this.running) {
      this.onProblem(written.error);
      this.watch({ ...wait, afterMs: retryMs });
    }
  }
}
