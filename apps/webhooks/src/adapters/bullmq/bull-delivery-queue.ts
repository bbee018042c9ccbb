import type { DeliveryCounts, DeliveryState } from '@enginehouse/contracts';
import { keyPrefix as prefix, type JobStore } from '@enginehouse/jobs';
import { UnrecoverableError, WaitingError, type Job } from 'bullmq';
import { retryDelayMs } from '../../domain/retry-delay.js';
import type { Deliver, Delivery, DeliveryListRequest, DeliveryQueue } from '../../ports.js';
import { jobTypes, viewOf } from './delivery-job.js';

/** How deliveries are made and kept. */
export interface DeliverySettings {
  /** Seconds before the second attempt, the third, ...; after the last one a delivery is given up. */
  readonly retryDelays: readonly number[];
  /** Attempts at once per webhook. */
  readonly concurrency: number;
  /** How many finished deliveries are kept per webhook, and for how many seconds. */
  readonly keep: { readonly count: number; readonly age: number };
  /** After how many milliseconds a process that died is noticed. */
  readonly lockMs: number;
  /** How many milliseconds attempts under way may still take when the service stops. */
  readonly stopGraceMs: number;
}

/** What one queue works with. */
export interface QueueParts {
  readonly store: JobStore;
  readonly settings: DeliverySettings;
  readonly deliver: Deliver;
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => void;
}

/** Nothing reads BullMQ's own events. */
const keptQueueEvents = 100;
/** A worker with nothing to do is woken; this is how often it looks by itself. */
const drainDelaySeconds = 30;

class AttemptFailed extends Error {
  constructor(
    message: string,
    readonly retryAfterMs: number,
  ) {
    super(message);
  }
}

/** One webhook's deliveries as jobs of a BullMQ queue of its own, so that no receiver can hold up another one's. */
export class BullDeliveryQueue implements DeliveryQueue {
  private readonly queue: ReturnType<typeof openQueue>;
  private worker: ReturnType<BullDeliveryQueue['newWorker']> | undefined;

  constructor(
    private readonly webhookId: string,
    private readonly parts: QueueParts,
    private readonly onDestroyed: () => void,
  ) {
    this.queue = openQueue(this.name, parts);
    this.queue.on('error', parts.onError);
  }

  private get name(): string {
    return `webhook-${this.webhookId}`;
  }

  /** In PostgreSQL many are added by way of a temporary table, which one is not worth. */
  async add(deliveries: readonly Delivery[]): Promise<void> {
    const jobs = deliveries.map((data) => ({ name: data.type, data, opts: { jobId: data.id } }));
    const [first, ...more] = jobs;
    if (first && more.length === 0) await this.queue.add(first.name, first.data, first.opts);
    else await this.queue.addBulk(jobs);
  }

  start(): void {
    if (this.worker) return;
    this.worker = this.newWorker();
    this.worker.on('error', this.parts.onError);
  }

  async pause(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.close();
  }

  async close(): Promise<void> {
    await this.pause();
    await this.queue.close();
  }

  async counts(): Promise<DeliveryCounts> {
    const {
      waiting = 0,
      active = 0,
      delayed = 0,
      completed = 0,
      failed = 0,
    } = await this.queue.getJobCounts('waiting', 'active', 'delayed', 'completed', 'failed');
    return { pending: waiting + active, retrying: delayed, delivered: completed, dead: failed };
  }

  async list({ state, limit, cursor }: DeliveryListRequest) {
    if (state === undefined) return { items: await this.newest(limit) };
    const start = /^\d{1,9}$/.test(cursor ?? '') ? Number(cursor) : 0;
    const jobs = await this.jobs(state, start, limit);
    const items = jobs.map((job) => viewOf(job, state));
    return { items, ...(items.length === limit && { nextCursor: String(start + limit) }) };
  }

  private async newest(limit: number) {
    const states = Object.keys(jobTypes) as DeliveryState[];
    const pages = await Promise.all(
      states.map(async (state) => (await this.jobs(state, 0, limit)).map((job) => viewOf(job, state))),
    );
    // Ids are not ordered across the logs, times are.
    return pages
      .flat()
      .toSorted((one, other) => other.createdAt.localeCompare(one.createdAt) || other.position - one.position)
      .slice(0, limit);
  }

  /** BullMQ counts the range for each of its states; a job that ends meanwhile can be missing from what it read. */
  private async jobs(state: DeliveryState, start: number, limit: number): Promise<readonly Job<Delivery>[]> {
    const jobs = await this.queue.getJobs(jobTypes[state], start, start + limit - 1, false);
    return jobs.filter(Boolean).slice(0, limit);
  }

  async redrive(id: string): Promise<boolean> {
    const job = await this.queue.getJob(id);
    const state = await job?.getState();
    if (!job || (state !== 'failed' && state !== 'completed')) return false;
    await job.retry(state, fromTheBeginning);
    return true;
  }

  async redriveDead(): Promise<number> {
    // What fails for good again meanwhile is not this call's any more.
    const { dead } = await this.counts();
    let redriven = 0;
    while (redriven < dead) {
      const jobs = await this.jobs('dead', 0, redriveBatch);
      const retried = await Promise.allSettled(jobs.map((job) => job.retry('failed', fromTheBeginning)));
      const done = retried.filter(({ status }) => status === 'fulfilled').length;
      redriven += done;
      if (done === 0) break;
    }
    return redriven;
  }

  async destroy(): Promise<void> {
    await this.pause();
    await this.queue.obliterate({ force: true });
    await this.queue.close();
    this.onDestroyed();
  }

  private newWorker() {
    const { store, settings } = this.parts;
    return new store.classes.Worker<Delivery>(this.name, (job, token) => this.process(job, token), {
      connection: store.connection,
      prefix,
      concurrency: settings.concurrency,
      drainDelay: drainDelaySeconds,
      lockDuration: settings.lockMs,
      stalledInterval: settings.lockMs / 2,
      // A process that dies in the middle of an attempt says nothing about the receiver.
      maxStalledCount: 1_000_000,
      runRetryDelay: 1000,
      settings: { backoffStrategy: (attempts, _type, error) => this.delayAfter(attempts, error) },
    });
  }

  private delayAfter(attemptsMade: number, error: Error | undefined): number {
    const retryAfterMs = error instanceof AttemptFailed ? error.retryAfterMs : 0;
    return retryDelayMs(attemptsMade, this.parts.settings.retryDelays, { chance: Math.random(), retryAfterMs });
  }

  private async process(job: Job<Delivery>, token: string | undefined): Promise<unknown> {
    const outcome = await this.parts.deliver(this.webhookId, job.data, this.parts.signal);
    switch (outcome.kind) {
      case 'delivered':
        return outcome.attempt;
      case 'dropped':
        return null;
      case 'interrupted':
        await job.moveToWait(token);
        throw new WaitingError();
      case 'gone':
        await job.updateProgress(outcome.attempt);
        throw new UnrecoverableError(outcome.attempt.error ?? 'gone');
      case 'failed':
        await job.updateProgress(outcome.attempt);
        throw new AttemptFailed(outcome.attempt.error ?? 'failed', outcome.retryAfterMs);
    }
  }
}

function openQueue(name: string, { store, settings }: QueueParts) {
  return new store.classes.Queue<Delivery>(name, {
    connection: store.connection,
    prefix,
    streams: { events: { maxLen: keptQueueEvents } },
    defaultJobOptions: {
      attempts: settings.retryDelays.length + 1,
      backoff: { type: 'custom' },
      removeOnComplete: { ...settings.keep },
      removeOnFail: { ...settings.keep },
      stackTraceLimit: 0,
    },
  });
}

const redriveBatch = 100;
const fromTheBeginning = { resetAttemptsMade: true, resetAttemptsStarted: true } as const;
