import { problemOf } from '@enginehouse/contracts';
import { JobStoreProbe, keyPrefix, UnrecoverableError, WaitingError, type Job, type JobStore } from '@enginehouse/jobs';
import { uuidv7, type HealthStatus } from '@enginehouse/service-kit';
import type { SyncAttempts } from '../../application/sync-attempts.js';
import type { SyncSettings } from '../../application/sync-settings.js';
import { nextTickAt, retryAfterMs } from '../../domain/sync-clock.js';
import type { QueuedSync, SyncProgress, SyncQueue } from '../../ports.js';
import { attemptOf, progressOf, syncJob, tickJob, type JobData } from './sync-job.js';

/** What the queue works with. */
export interface BullSyncQueueParts {
  readonly store: JobStore;
  readonly settings: SyncSettings;
  readonly attempts: SyncAttempts;
  readonly onError: (error: unknown) => void;
}

const queueName = 'market-syncs';
/** Nothing reads BullMQ's own events, and the history of syncs is kept elsewhere. */
const keptQueueEvents = 100;
const keep = { count: 200, age: 7 * 86_400 };
/** A worker with nothing to do is woken; this is how often it looks by itself. */
const drainDelaySeconds = 30;
/** A sync that so many processes died of is not begun once more. */
const mostCrashes = 3;
const tickRetries = { attempts: 5, backoff: { type: 'fixed', delay: 1000 } } as const;

/**
 * Syncs as BullMQ jobs of one queue. Each source has a clock, BullMQ's job scheduler, whose ticks ask for a sync as
 * everybody else does. The source's name is the deduplication id of its syncs, which BullMQ holds from the adding of a
 * job until it has ended for good: so a source never has two.
 */
export class BullSyncQueue implements SyncQueue {
  private readonly queue: ReturnType<BullSyncQueue['newQueue']>;
  private readonly probe: JobStoreProbe;
  private worker: ReturnType<BullSyncQueue['newWorker']> | undefined;
  private closing: Promise<void> | undefined;

  constructor(private readonly parts: BullSyncQueueParts) {
    this.queue = this.newQueue();
    this.queue.on('error', parts.onError);
    this.probe = new JobStoreProbe(parts.store, parts.onError);
  }

  /** Begins to make attempts; until then syncs only wait. */
  start(): void {
    if (this.worker) return;
    this.worker = this.newWorker();
    this.worker.on('error', this.parts.onError);
  }

  async schedule(source: string, everySeconds: number): Promise<void> {
    if (everySeconds === 0) return this.unschedule(source);
    const pattern = String(everySeconds);
    const known = await this.queue.getJobScheduler(source);
    // Setting it would begin the interval anew.
    if (known?.pattern === pattern) return;
    const data: JobData = { source, trigger: 'schedule', actor: 'service:marketplace', correlationId: '' };
    const opts = { ...tickRetries, removeOnComplete: true, removeOnFail: true };
    await this.queue.upsertJobScheduler(source, { pattern }, { name: tickJob, data, opts });
  }

  async enqueue(asked: JobData, after?: string): Promise<QueuedSync> {
    if (after !== undefined) await this.letGo(after);
    const run = uuidv7();
    const added = await this.add(run, asked);
    if (added === run) return { run, joined: false };
    const state = await this.queue.getJobState(added);
    if (state === 'waiting' || state === 'active' || state === 'delayed') return this.join(added, state, asked);
    return this.enqueueAfter(added, asked);
  }

  async forget(source: string): Promise<void> {
    await this.unschedule(source);
    const run = await this.queue.getDeduplicationJobId(source);
    if (run === null) return;
    // One that is made just now cannot be removed; it is ended instead.
    await this.queue.remove(run);
    this.parts.attempts.forget(run);
  }

  async nextAt(source: string): Promise<string | null> {
    const next = (await this.queue.getJobScheduler(source))?.next;
    return next ? new Date(next).toISOString() : null;
  }

  async progress(run: string): Promise<SyncProgress | null> {
    return progressOf(await this.queue.getJob(run));
  }

  status(): HealthStatus {
    return this.probe.status();
  }

  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    const { store, settings, attempts } = this.parts;
    const patience = setTimeout(() => attempts.stop(), settings.stopGraceMs);
    await this.worker?.close();
    clearTimeout(patience);
    await this.queue.close();
    await this.probe.close();
    await store.close();
  }

  private async unschedule(source: string): Promise<void> {
    await this.queue.removeJobScheduler(source);
  }

  /** The id of the job that the source has now: this one, or the one that was there. */
  private async add(run: string, { source, trigger, actor, correlationId, acceptEmpty }: JobData): Promise<string> {
    const data = { source, trigger, actor, correlationId, ...(acceptEmpty && { acceptEmpty }) };
    const job = await this.queue.add(syncJob, data, { jobId: run, deduplication: { id: source } });
    return job.id ?? run;
  }

  /** Adds the wish to the job that is there. */
  private async join(run: string, state: 'waiting' | 'active' | 'delayed', asked: JobData): Promise<QueuedSync> {
    const job = asked.acceptEmpty ? await this.queue.getJob(run) : undefined;
    const isAskedSo = job?.data.acceptEmpty === true;
    if (job && !isAskedSo && state === 'active') return { run, joined: true, isTooLate: true };
    if (job && !isAskedSo) await job.updateData({ ...job.data, acceptEmpty: true });
    if (state === 'delayed' && asked.trigger !== 'schedule') await this.tryNow(run);
    return { run, joined: true };
  }

  /** A run that is over holds its source no longer, although its job is not moved away yet. */
  private async letGo(run: string): Promise<void> {
    await (await this.queue.getJob(run))?.removeDeduplicationKey();
  }

  /** The run that had the source ended while it was looked at; or, where a Redis has lost it, it never will. */
  private async enqueueAfter(gone: string, asked: JobData): Promise<QueuedSync> {
    if ((await this.queue.getDeduplicationJobId(asked.source)) === gone) {
      await this.queue.removeDeduplicationKey(asked.source);
    }
    const run = uuidv7();
    const added = await this.add(run, asked);
    return { run: added, joined: added !== run };
  }

  /** Somebody waits for it: its pause after a failed attempt is over. */
  private async tryNow(run: string): Promise<void> {
    const job = await this.queue.getJob(run);
    // It may have begun meanwhile.
    await job?.promote().catch(this.parts.onError);
  }

  private newQueue() {
    const { store, settings } = this.parts;
    return new store.classes.Queue<JobData>(queueName, {
      connection: store.connection,
      prefix: keyPrefix,
      streams: { events: { maxLen: keptQueueEvents } },
      settings: { repeatStrategy: nextTick },
      defaultJobOptions: {
        attempts: settings.retry.attempts,
        backoff: { type: 'custom' },
        removeOnComplete: keep,
        removeOnFail: keep,
        stackTraceLimit: 0,
      },
    });
  }

  private newWorker() {
    const { store, settings } = this.parts;
    return new store.classes.Worker<JobData>(queueName, (job, token) => this.process(job, token), {
      connection: store.connection,
      prefix: keyPrefix,
      concurrency: settings.concurrency,
      drainDelay: drainDelaySeconds,
      lockDuration: settings.lockMs,
      stalledInterval: settings.lockMs / 2,
      // Counted in `process`, where the end of a run can be recorded.
      maxStalledCount: 1_000_000,
      runRetryDelay: 1000,
      settings: {
        repeatStrategy: nextTick,
        backoffStrategy: (attemptsMade) => retryAfterMs(attemptsMade, settings.retry) ?? 0,
      },
    });
  }

  private async process(job: Job<JobData>, token: string | undefined): Promise<null> {
    if (job.name === tickJob) return this.tick(job);
    const { attempts, settings } = this.parts;
    const attempt = attemptOf(job, settings.retry);
    if (job.stalledCounter > mostCrashes && !attempts.isMaking(attempt.run)) {
      await attempts.abandon(attempt, diedOfIt(job.stalledCounter));
      throw new UnrecoverableError('processes died of it');
    }
    switch (await attempts.make(attempt, (progress) => job.updateProgress(progress))) {
      case 'done':
        return null;
      case 'interrupted':
        await job.moveToWait(token);
        throw new WaitingError();
      case 'again':
        throw new Error('failed, and tried again');
      case 'failed':
        throw new UnrecoverableError('failed');
    }
  }

  private async tick({ data: { source } }: Job<JobData>): Promise<null> {
    // A tick that waited already when its schedule was ended is still there.
    if (!(await this.queue.getJobScheduler(source))) return null;
    await this.enqueue({ source, trigger: 'schedule', actor: 'service:marketplace', correlationId: uuidv7() });
    return null;
  }
}

const nextTick = (now: number, { pattern }: { readonly pattern?: string }): number =>
  nextTickAt(now, Number(pattern), Math.random());

const diedOfIt = (times: number) =>
  problemOf('internal', `The service died ${times} times while it synced this source, and does not try again.`, {
    hint: 'The log of the service may tell why. Sync it again once the source has changed.',
  });
