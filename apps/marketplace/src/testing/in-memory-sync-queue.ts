import { uuidv7 } from '@enginehouse/service-kit';
import type { SyncAttempts } from '../application/sync-attempts.js';
import type { SyncSettings } from '../application/sync-settings.js';
import { nextTickAt, retryAfterMs } from '../domain/sync-clock.js';
import type { QueuedSync, SyncJob, SyncProgress, SyncQueue, SyncWish } from '../ports.js';

interface Kept extends Omit<SyncWish, 'acceptEmpty'> {
  readonly run: string;
  acceptEmpty?: boolean;
  state: 'waiting' | 'active' | 'delayed';
  attemptsMade: number;
  timer?: NodeJS.Timeout;
}

interface Schedule {
  readonly everySeconds: number;
  at: number;
  timer?: NodeJS.Timeout;
}

/** Syncs of one process, for tests: as the queue in BullMQ, without what outlives a process. */
export class InMemorySyncQueue implements SyncQueue {
  private readonly runs = new Map<string, Kept>();
  private readonly schedules = new Map<string, Schedule>();
  private readonly told = new Map<string, SyncProgress>();
  private readonly working = new Set<Promise<void>>();
  private started = false;

  constructor(private readonly parts: { readonly settings: SyncSettings; readonly attempts: SyncAttempts }) {}

  start(): void {
    this.started = true;
    this.fill();
  }

  schedule(source: string, everySeconds: number): Promise<void> {
    if (this.schedules.get(source)?.everySeconds === everySeconds) return Promise.resolve();
    clearTimeout(this.schedules.get(source)?.timer);
    this.schedules.delete(source);
    if (everySeconds > 0) this.wind(source, { everySeconds, at: 0 });
    return Promise.resolve();
  }

  enqueue(asked: SyncWish, after?: string): Promise<QueuedSync> {
    if (after !== undefined) this.runs.delete(after);
    const there = [...this.runs.values()].find(({ source }) => source === asked.source);
    if (there) return Promise.resolve(this.join(there, asked));
    const kept: Kept = { ...asked, run: uuidv7(), state: 'waiting', attemptsMade: 0 };
    this.runs.set(kept.run, kept);
    this.fill();
    return Promise.resolve({ run: kept.run, joined: false });
  }

  private join(there: Kept, { trigger, acceptEmpty }: SyncWish): QueuedSync {
    const { run } = there;
    if (acceptEmpty && !there.acceptEmpty && there.state === 'active') return { run, joined: true, isTooLate: true };
    if (acceptEmpty) there.acceptEmpty = true;
    if (there.state === 'delayed' && trigger !== 'schedule') this.wait(there);
    return { run, joined: true };
  }

  async forget(source: string): Promise<void> {
    await this.schedule(source, 0);
    const there = [...this.runs.values()].find((kept) => kept.source === source);
    if (!there) return;
    clearTimeout(there.timer);
    if (there.state === 'active') this.parts.attempts.forget(there.run);
    else this.runs.delete(there.run);
  }

  nextAt(source: string): Promise<string | null> {
    const schedule = this.schedules.get(source);
    return Promise.resolve(schedule ? new Date(schedule.at).toISOString() : null);
  }

  progress(run: string): Promise<SyncProgress | null> {
    return Promise.resolve(this.told.get(run) ?? null);
  }

  status() {
    return { ok: true, detail: 'jobs are kept in memory' };
  }

  async close(): Promise<void> {
    this.started = false;
    for (const { timer } of [...this.schedules.values(), ...this.runs.values()]) clearTimeout(timer);
    const patience = setTimeout(() => this.parts.attempts.stop(), this.parts.settings.stopGraceMs);
    await Promise.all(this.working);
    clearTimeout(patience);
  }

  private wind(source: string, schedule: Schedule): void {
    schedule.at = nextTickAt(Date.now(), schedule.everySeconds, Math.random());
    this.schedules.set(source, schedule);
    schedule.timer = setTimeout(() => {
      this.wind(source, schedule);
      void this.enqueue({ source, trigger: 'schedule', actor: 'service:marketplace', correlationId: uuidv7() });
    }, schedule.at - Date.now());
  }

  private wait(kept: Kept): void {
    clearTimeout(kept.timer);
    kept.state = 'waiting';
    this.fill();
  }

  private fill(): void {
    if (!this.started) return;
    const free = this.parts.settings.concurrency - this.working.size;
    const next = [...this.runs.values()].filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free));
    for (const kept of next) {
      const work = this.attempt(kept).finally(() => {
        this.working.delete(work);
        this.fill();
      });
      this.working.add(work);
    }
  }

  private async attempt(kept: Kept): Promise<void> {
    kept.state = 'active';
    const job = this.jobOf(kept);
    const verdict = await this.parts.attempts.make(job, (progress) => {
      this.told.set(kept.run, progress);
      return Promise.resolve();
    });
    kept.attemptsMade += 1;
    if (verdict !== 'again') this.runs.delete(kept.run);
    else if (this.started) {
      kept.state = 'delayed';
      kept.timer = setTimeout(() => this.wait(kept), job.retryAfterMs ?? 0);
    }
  }

  private jobOf({ run, source, trigger, actor, correlationId, acceptEmpty, attemptsMade }: Kept): SyncJob {
    const { retry } = this.parts.settings;
    const attempt = attemptsMade + 1;
    return {
      run,
      source,
      trigger,
      actor,
      correlationId,
      ...(acceptEmpty && { acceptEmpty }),
      attempt,
      attempts: retry.attempts,
      retryAfterMs: retryAfterMs(attempt, retry),
    };
  }
}
