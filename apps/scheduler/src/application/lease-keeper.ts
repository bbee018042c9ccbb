import { ok } from '@enginehouse/contracts';
import { judgeLeases, type LeaseTimes } from '../domain/leases.js';
import { heardFrom } from '../domain/worker.decisions.js';
import type { MonotonicClock } from '../ports.js';
import { ownCause } from './cause.js';
import type { DecisionLog } from './decision-log.js';

const tickMs = 1000;
/** A process that was itself frozen this long has heard nobody: that says nothing about the workers. */
const ownOutageMs = 5000;

/** Told when evictions are held back because too many workers vanished together; with nobody, when that is over. */
export type FrozenListener = (workers: readonly string[]) => void;

/** Keeps the workers' leases: notes who is heard, and acts on silence. The only part of the scheduler that looks at a clock. */
export class LeaseKeeper {
  private readonly lastHeard = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private lastTick = 0;
  private frozenNow: readonly string[] = [];

  constructor(
    private readonly log: DecisionLog,
    private readonly clock: MonotonicClock,
    private readonly times: LeaseTimes,
    private readonly onFrozen: FrozenListener,
    /** Whether workers can be heard at all: while NATS is away, their silence is ours. */
    private readonly canHear: () => boolean = () => true,
  ) {}

  /** Workers whose evictions are held back. */
  get frozen(): readonly string[] {
    return this.frozenNow;
  }

  start(): void {
    this.startAgain();
    this.timer ??= setInterval(() => void this.tick(), tickMs);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Gives every worker its full time again: after our own start or outage we know nothing about their silence. */
  startAgain(): void {
    const now = this.clock.now();
    this.lastTick = now;
    this.log.state.workers().forEach(({ name }) => this.lastHeard.set(name, now));
  }

  /** A sign of life. An event only where the worker was taken for lost. */
  heard(worker: string): void {
    const known = this.log.state.worker(worker);
    if (!known || known.state === 'left') {
      return;
    }
    this.lastHeard.set(worker, this.clock.now());
    if (known.state === 'unreachable') {
      void this.log.run(ownCause(), (state) => ok(heardFrom(state, worker)));
    }
  }

  /** Judges the silence of everybody; public for tests, which have their own clock. */
  async tick(): Promise<void> {
    const now = this.clock.now();
    if (!this.canHear() || now - this.lastTick > ownOutageMs) {
      this.startAgain();
      return;
    }
    this.lastTick = now;
    const verdict = judgeLeases(this.log.state, this.lastHeard, now, this.times);
    this.noteFrozen(verdict.frozen);
    if (verdict.decisions.length > 0) {
      await this.log.run(ownCause(), (state) => ok(judgeLeases(state, this.lastHeard, now, this.times).decisions));
    }
  }

  private noteFrozen(workers: readonly string[]): void {
    if (workers.join() !== this.frozenNow.join()) {
      this.frozenNow = workers;
      this.onFrozen(workers);
    }
  }
}
