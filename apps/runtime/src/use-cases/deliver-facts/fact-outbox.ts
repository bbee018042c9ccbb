import type { Problem, Result, RuntimeFact } from '@enginehouse/contracts';
import type { Logger } from '@enginehouse/service-kit';
import type { Clock, OutboxStore } from '../../ports.js';

const firstPauseMs = 500;
const longestPauseMs = 10_000;

/** What delivering needs. */
export interface OutboxTools {
  readonly store: OutboxStore;
  readonly publish: (fact: RuntimeFact) => Promise<Result<unknown, Problem>>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Delivers facts in order, each until it is acknowledged. They are on disk before they are under way, so neither an
 * outage of NATS nor a restart of the runtime loses one; a disk that is full costs only the latter promise.
 */
export class FactOutbox {
  private readonly waiting: RuntimeFact[] = [];
  private nudge = new AbortController();
  private stopped = false;

  constructor(private readonly tools: OutboxTools) {}

  /** Takes up what an earlier process left. */
  async load(): Promise<void> {
    this.waiting.unshift(...(await this.tools.store.load()));
  }

  async add(fact: RuntimeFact): Promise<void> {
    this.waiting.push(fact);
    await this.tools.store.add(fact).catch((error: unknown) => this.warn(error, 'a fact could not be written to disk'));
    this.wake();
  }

  /** Facts not yet acknowledged. */
  size(): number {
    return this.waiting.length;
  }

  /** Tries at once: something changed, such as the connection. */
  wake(): void {
    this.nudge.abort();
  }

  async run(): Promise<void> {
    let pauseMs = firstPauseMs;
    while (!this.stopped) {
      this.nudge = new AbortController();
      const delivered = await this.deliverAll();
      pauseMs = delivered ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs);
      await this.pause(delivered ? longestPauseMs : pauseMs);
    }
  }

  stop(): void {
    this.stopped = true;
    this.wake();
  }

  private async deliverAll(): Promise<boolean> {
    for (let fact = this.waiting[0]; fact && !this.stopped; fact = this.waiting[0]) {
      const sent = await this.tools.publish(fact);
      if (!sent.ok) {
        return false;
      }
      this.waiting.shift();
      await this.tools.store.remove(fact).catch((error: unknown) => this.warn(error, 'a sent fact is still on disk'));
    }
    return true;
  }

  private async pause(ms: number): Promise<void> {
    await this.tools.clock.sleep(ms, this.nudge.signal);
  }

  private warn(error: unknown, message: string): void {
    this.tools.logger.error({ err: error }, message);
  }
}
