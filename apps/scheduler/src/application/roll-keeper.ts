import { ok } from '@enginehouse/contracts';
import type { Change } from '../domain/scheduler-state.js';
import { subjectOf } from '../domain/events.js';
import { rollWaits, type RollWait } from '../domain/roll/roll-waits.js';
import { ownCause } from './cause.js';
import type { DecisionLog } from './decision-log.js';
import type { RoutePublisher } from './route-publisher.js';

const retryMs = 1000;

/**
 * Lets time count in rolls: new instances have a deadline, and retiring ones some time for the requests under way. One
 * timer for each; a scheduler that comes to lead measures them anew.
 */
export class RollKeeper {
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
    this.log.state.activeDeployments().forEach(({ name }) => this.review(name));
  }

  stop(): void {
    this.running = false;
    this.timers.forEach((each) => each.forEach((timer) => clearTimeout(timer)));
    this.timers.clear();
  }

  private noteChanges(changes: readonly Change[]): void {
    if (this.running) {
      new Set(changes.flatMap(touched)).forEach((name) => this.review(name));
    }
  }

  /** Keeps the timers that still run for the same thing, drops those that have lost their sense, and adds new ones. */
  private review(name: string): void {
    const waits = rollWaits(this.log.state, name, this.drainMs);
    const before = this.timers.get(name) ?? new Map<string, NodeJS.Timeout>();
    const keys = new Set(waits.map(({ key }) => key));
    before.forEach((timer, key) => {
      if (!keys.has(key)) clearTimeout(timer);
    });
    const after = new Map(waits.map((wait) => [wait.key, before.get(wait.key) ?? this.watch(name, wait)] as const));
    if (after.size > 0) {
      this.timers.set(name, after);
    } else {
      this.timers.delete(name);
    }
  }

  private watch(name: string, wait: RollWait, afterMs = wait.afterMs): NodeJS.Timeout {
    return setTimeout(() => void this.isOver(name, wait), afterMs);
  }

  private async isOver(name: string, wait: RollWait): Promise<void> {
    if (wait.afterRoutes && !this.routes.isWritten(name)) {
      this.timers.get(name)?.set(wait.key, this.watch(name, wait));
      return;
    }
    const written = await this.log.run(ownCause(), (state) => ok(wait.decide(state)));
    const timers = this.timers.get(name);
    if (!written.ok && this.running && timers?.has(wait.key)) {
      this.onProblem(written.error);
      timers.set(wait.key, this.watch(name, wait, retryMs));
    }
  }
}

function touched({ event, after }: Change): readonly string[] {
  if (event.streamId.startsWith('deployment:')) {
    return [subjectOf(event.streamId)];
  }
  return after ? [after.deployment] : [];
}
