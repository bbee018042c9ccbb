import { ok } from '@enginehouse/contracts';
import { drainOverdue } from '../domain/drain/drain.decisions.js';
import { endMakingWay } from '../domain/drain/drain-steps.js';
import { makesWay } from '../domain/drain/making-way.js';
import { subjectOf, type Decision } from '../domain/events.js';
import type { Instance } from '../domain/instance.js';
import type { Change, SchedulerState } from '../domain/scheduler-state.js';
import { ownCause } from './cause.js';
import type { DecisionLog } from './decision-log.js';
import type { RoutePublisher } from './route-publisher.js';

const retryMs = 1000;

/** Something that is decided once a time is over; on the state of then, so that it may have lost its sense. */
interface Wait {
  readonly afterMs: number;
  /** The deployment of which the gateway must have been told first. */
  readonly afterRoutesOf?: string;
  readonly decide: (state: SchedulerState) => readonly Decision[];
}

/**
 * Lets time count in drains: whoever was replaced has some for the requests under way, and a drain may have a deadline.
 * A scheduler that comes to lead measures both anew.
 */
export class DrainKeeper {
  private readonly timers = new Set<NodeJS.Timeout>();
  private running = false;

  constructor(
    private readonly log: DecisionLog,
    private readonly drainMs: number,
    private readonly routes: Pick<RoutePublisher, 'isWritten'>,
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
      .forEach((instance) => this.watchRetirement(instance));
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
        this.watchRetirement(after);
      }
    }
  }

  private watchRetirement({ id, deployment }: Instance): void {
    const decide = (state: SchedulerState) => endMakingWay(state, id);
    this.watch({ afterMs: this.drainMs, afterRoutesOf: deployment, decide });
  }

  private watchDeadline(name: string): void {
    const drain = this.log.state.worker(name)?.drain;
    if (drain?.state !== 'draining' || drain.deadlineSeconds === null || drain.overdue) {
      return;
    }
    const question = { name, drain: drain.number };
    this.watch({ afterMs: drain.deadlineSeconds * 1000, decide: (state) => drainOverdue(state, question) });
  }

  private watch(wait: Wait): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.isOver(wait);
    }, wait.afterMs);
    this.timers.add(timer);
  }

  private async isOver(wait: Wait): Promise<void> {
    const { afterRoutesOf: deployment, decide } = wait;
    if (decide(this.log.state).length > 0 && deployment !== undefined && !this.routes.isWritten(deployment)) {
      this.watch(wait);
      return;
    }
    const written = await this.log.run(ownCause(), (state) => ok(decide(state)));
    if (!written.ok && this.running) {
      this.onProblem(written.error);
      this.watch({ ...wait, afterMs: retryMs });
    }
  }
}
