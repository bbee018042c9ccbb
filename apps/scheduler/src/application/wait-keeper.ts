import { ok } from '@enginehouse/contracts';
import type { Change } from '../domain/scheduler-state.js';
import type { Wait } from '../domain/wait.js';
import { touchedStreams, waitingStreams, waitsOf } from '../domain/waits.js';
import { ownCause } from './cause.js';
import type { DecisionLog } from './decision-log.js';
import type { RoutePublisher } from './route-publisher.js';

const retryMs = 1000;

/**
 * Lets time count in rolls and drains: deadlines, and the time that what is replaced has for the requests under way.
 * One timer for each; a scheduler that comes to lead measures them anew.
 */
export class WaitKeeper {
  private readonly timers = new Map<string, Map<string, NodeJS.Timeout>>();
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
    waitingStreams(this.log.state).forEach((stream) => this.review(stream));
  }

  stop(): void {
    this.running = false;
    this.timers.forEach((each) => each.forEach((timer) => clearTimeout(timer)));
    this.timers.clear();
  }

  private noteChanges(changes: readonly Change[]): void {
    if (this.running) {
      new Set(changes.flatMap(touchedStreams)).forEach((stream) => this.review(stream));
    }
  }

  /** Keeps the timers that still run for the same thing, drops those that have lost their sense, and adds new ones. */
  private review(stream: string): void {
    const waits = waitsOf(this.log.state, stream, this.drainMs);
    const before = this.timers.get(stream) ?? new Map<string, NodeJS.Timeout>();
    const keys = new Set(waits.map(({ key }) => key));
    before.forEach((timer, key) => {
      if (!keys.has(key)) clearTimeout(timer);
    });
    const after = new Map(waits.map((wait) => [wait.key, before.get(wait.key) ?? this.watch(stream, wait)] as const));
    if (after.size > 0) {
      this.timers.set(stream, after);
    } else {
      this.timers.delete(stream);
    }
  }

  private watch(stream: string, wait: Wait, afterMs = wait.afterMs): NodeJS.Timeout {
    return setTimeout(() => void this.isOver(stream, wait), afterMs);
  }

  private async isOver(stream: string, wait: Wait): Promise<void> {
    if (wait.afterRoutesOf !== undefined && !this.routes.isWritten(wait.afterRoutesOf)) {
      this.timers.get(stream)?.set(wait.key, this.watch(stream, wait));
      return;
    }
    const written = await this.log.run(ownCause(), (state) => ok(wait.decide(state)));
    const timers = this.timers.get(stream);
    if (!written.ok && this.running && timers?.has(wait.key)) {
      this.onProblem(written.error);
      timers.set(wait.key, this.watch(stream, wait, retryMs));
    }
  }
}
