import type { AppendOutcome } from '../event-store.js';
import { pause } from '../pause.js';
import type { AppendUnit } from './append-unit.js';
import { takeBatch } from './take-batch.js';

/** What became of a batch that was sent. */
export type BatchReply =
  | { readonly kind: 'done'; readonly outcomes: readonly AppendOutcome[] }
  /** Nothing was written because of what the batch holds; `outcome` says it for a batch of one unit. */
  | { readonly kind: 'rejected'; readonly error: Error; readonly outcome?: AppendOutcome }
  /** No answer: it may be written or not. Sending the same again is safe. */
  | { readonly kind: 'lost'; readonly error: Error }
  | { readonly kind: 'not-leader' }
  /** Sending again will not help, and the batch is not at fault. */
  | { readonly kind: 'failed'; readonly error: Error };

/** Limits of the queue and of one batch. */
export interface CoalescerLimits {
  readonly batchUnits: number;
  readonly batchBytes: number;
  /** Units that may wait. */
  readonly queueUnits: number;
  /** New work is refused while the oldest waits longer than this. */
  readonly oldestWaitMs: number;
}

export const defaultLimits: CoalescerLimits = {
  batchUnits: 128,
  batchBytes: 1024 * 1024,
  queueUnits: 4096,
  oldestWaitMs: 1000,
};

interface Waiting {
  readonly unit: AppendUnit;
  readonly since: number;
  readonly deadline: number;
  settled: boolean;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: Error) => void;
}

const sweepMs = 50;
const firstRetryMs = 20;
const longestRetryMs = 500;

/**
 * Gathers appends into batches, one of them in flight: whatever arrives meanwhile becomes the next. Every caller gets
 * its own outcome; one that cannot be written fails alone; a lost answer is asked for again until nobody waits for it.
 */
export class Coalescer {
  #waiting: Waiting[] = [];
  #inFlight: readonly Waiting[] = [];
  #busy: Promise<void> | undefined;
  #sweeper: NodeJS.Timeout | undefined;
  #answers: (() => void)[] = [];
  #closed = false;
  /** Of the last failed try; cleared by a success. */
  lastError: string | undefined;

  constructor(
    private readonly send: (units: readonly AppendUnit[]) => Promise<BatchReply>,
    private readonly limits: CoalescerLimits = defaultLimits,
  ) {}

  get waiting(): number {
    return this.#waiting.length;
  }

  add(unit: AppendUnit, timeoutMs: number): Promise<AppendOutcome> {
    if (this.#closed) {
      return Promise.resolve({ kind: 'unavailable', reason: 'closed' });
    }
    const now = performance.now();
    if (this.#isOverloaded(now)) {
      return Promise.resolve({ kind: 'overloaded', retryAfterSeconds: 1 });
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ unit, since: now, deadline: now + timeoutMs, settled: false, resolve, reject });
      this.#busy ??= this.#work();
      this.#sweeper ??= setInterval(() => this.#sweep(), sweepMs);
    });
  }

  /** Refuses new units and waits for those that were taken. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#busy;
  }

  #isOverloaded(now: number): boolean {
    const oldest = this.#waiting[0];
    if (!oldest) {
      return false;
    }
    return this.#waiting.length >= this.limits.queueUnits || now - oldest.since > this.limits.oldestWaitMs;
  }

  async #work(): Promise<void> {
    // What arrives with the same read from a socket still joins the first batch.
    await immediately();
    while (this.#waiting.length > 0) {
      const { batch, rest } = takeBatch(this.#waiting, this.limits);
      this.#waiting = rest;
      this.#inFlight = batch;
      const delivery = this.#deliver(batch);
      // The database has its next batch already while the callers of the last one go on.
      this.#answer();
      await delivery;
      if (this.#waiting.length === 0) {
        this.#answer();
        // Callers that were just answered join the next batch together.
        await immediately();
      }
    }
    this.#inFlight = [];
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
    this.#busy = undefined;
  }

  async #deliver(batch: readonly Waiting[]): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const open = batch.filter((waiting) => !waiting.settled);
      if (open.length === 0) {
        return;
      }
      const reply = await this.send(open.map(({ unit }) => unit));
      if (reply.kind !== 'lost') {
        return this.#finish(open, reply);
      }
      this.lastError = reply.error.message;
      await pause(Math.min(firstRetryMs * 2 ** attempt, longestRetryMs));
    }
  }

  async #finish(open: readonly Waiting[], reply: Exclude<BatchReply, { kind: 'lost' }>): Promise<void> {
    switch (reply.kind) {
      case 'done':
        this.lastError = undefined;
        this.#answers.push(() => open.forEach((waiting, at) => settle(waiting, reply.outcomes[at])));
        return;
      case 'rejected':
        return this.#isolate(open, reply);
      case 'not-leader':
        return open.forEach((waiting) => settle(waiting, { kind: 'unavailable', reason: 'not-leader' }));
      case 'failed':
        this.lastError = reply.error.message;
        return open.forEach((waiting) => fail(waiting, reply.error));
    }
  }

  /** Halves a rejected batch until the unit at fault stands alone. */
  async #isolate(open: readonly Waiting[], reply: Extract<BatchReply, { kind: 'rejected' }>): Promise<void> {
    const [first] = open;
    if (first && open.length === 1) {
      return reply.outcome ? settle(first, reply.outcome) : fail(first, reply.error);
    }
    const middle = Math.ceil(open.length / 2);
    await this.#deliver(open.slice(0, middle));
    await this.#deliver(open.slice(middle));
  }

  #answer(): void {
    this.#answers.splice(0).forEach((answer) => answer());
  }

  #sweep(): void {
    const now = performance.now();
    for (const waiting of [...this.#inFlight, ...this.#waiting]) {
      if (now > waiting.deadline) {
        settle(waiting, { kind: 'unavailable', reason: 'no-answer' });
      }
    }
    this.#waiting = this.#waiting.filter(({ settled }) => !settled);
  }
}

const immediately = () => new Promise(setImmediate);

function settle(waiting: Waiting, outcome: AppendOutcome | undefined): void {
  waiting.settled = true;
  if (outcome) {
    return waiting.resolve(outcome);
  }
  waiting.reject(new Error('The database answered for fewer appends than it was given.'));
}

function fail(waiting: Waiting, error: Error): void {
  waiting.settled = true;
  waiting.reject(error);
}
