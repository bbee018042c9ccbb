import type { Problem } from '@enginehouse/contracts';
import { problemOf } from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { afterEach, expect, it } from 'vitest';
import { SyncAttempts } from '../application/sync-attempts.js';
import type { SyncSettings } from '../application/sync-settings.js';
import { AttemptEnded } from '../domain/attempt-ended.js';
import type { RunSync, SyncJob, SyncOutcome, SyncQueue } from '../ports.js';

/** A queue that makes attempts once it is started. */
export type StartableQueue = SyncQueue & { start(): void };

export interface QueueWish {
  readonly settings: SyncSettings;
  readonly attempts: SyncAttempts;
}

export type OpenQueue = (wish: QueueWish) => Promise<StartableQueue>;

/** Settings with which tests need not wait long. */
export const quickSettings: SyncSettings = {
  retry: { attempts: 3, baseMs: 50, factor: 3 },
  timeBoxMs: 10_000,
  patienceMs: 100,
  concurrency: 2,
  stopGraceMs: 50,
  lockMs: 2000,
};

/** What the attempts of a test were told, and how they ended. */
export interface Story {
  readonly queue: StartableQueue;
  readonly jobs: SyncJob[];
  /** When each of them began. */
  readonly begun: number[];
  readonly abandoned: { readonly run: string; readonly problem: Problem }[];
  readonly errors: unknown[];
}

const done: SyncOutcome = { kind: 'done' };
const problem = problemOf('source-unavailable', 'It does not answer.');
const mendable: SyncOutcome = { kind: 'failed', problem, again: true };
const hopeless: SyncOutcome = { kind: 'failed', problem, again: false };

/** Opens queues for a test, and tells what happens in them. */
export function storyOf(open: OpenQueue) {
  return async (run: RunSync, changes: Partial<SyncSettings> = {}): Promise<Story> => {
    const settings = { ...quickSettings, ...changes };
    const story = { jobs: [] as SyncJob[], begun: [] as number[], abandoned: [] as Story['abandoned'], errors: [] };
    const attempts = new SyncAttempts({
      run: (job, context) => {
        story.jobs.push(job);
        story.begun.push(Date.now());
        return run(job, context);
      },
      abandon: (job, why) => Promise.resolve(void story.abandoned.push({ run: job.run, problem: why })),
      timeBoxMs: settings.timeBoxMs,
      patienceMs: settings.patienceMs,
      onError: (error) => void (story.errors as unknown[]).push(error),
    });
    const queue = await open({ settings, attempts });
    return { ...story, queue };
  };
}

/** Somebody's wish for a sync. */
export const wish = (source: string, trigger: SyncJob['trigger'] = 'manual') =>
  ({ source, trigger, actor: 'user:ada', correlationId: 'c-1' }) as const;

/** A promise that is kept from outside. */
export function gate() {
  let open: (() => void) | undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open?.() };
}

const eventually = (what: string, holds: () => boolean | Promise<boolean>) =>
  waitUntil(holds, { what, timeout: 20_000 });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** How every queue of syncs behaves; run it inside a `describe`. */
export function syncQueueContract(open: OpenQueue): void {
  const opened: StartableQueue[] = [];
  const story = storyOf(async (parts) => {
    const queue = await open(parts);
    opened.push(queue);
    return queue;
  });
  const started: typeof story = async (run, changes) => {
    const told = await story(run, changes);
    told.queue.start();
    return told;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.close()));
  });

  it('makes the sync that was asked for, and tells it who asked', async () => {
    const { queue, jobs } = await started(() => Promise.resolve(done));
    const { run, joined } = await queue.enqueue(wish('one'));
    expect(joined).toBe(false);
    await eventually('the sync', () => jobs.length === 1);
    expect(jobs[0]).toEqual({ run, ...wish('one'), attempt: 1, attempts: 3, retryAfterMs: 50 });
  });

  it('answers the run that waits already, the run that is made already, and a new one afterwards', async () => {
    const { opened: mayEnd, open: end } = gate();
    const { queue, jobs } = await story(() => mayEnd.then(() => done));
    const first = await queue.enqueue(wish('one'));
    expect(await queue.enqueue(wish('one', 'schedule'))).toEqual({ run: first.run, joined: true });
    queue.start();
    await eventually('the sync', () => jobs.length === 1);
    expect(await queue.enqueue(wish('one'))).toEqual({ run: first.run, joined: true });
    end();
    await eventually('a new run', async () => !(await queue.enqueue(wish('one'))).joined);
    await eventually('its sync', () => jobs.length === 2);
  });

  it('answers a new run to who says that the one that is made is over, and keeps its place when that one ends', async () => {
    const ends = [gate(), gate()];
    const { queue, jobs } = await started(async () => {
      await ends[jobs.length - 1]?.opened;
      return done;
    });
    const first = await queue.enqueue(wish('one'));
    await eventually('the first sync', () => jobs.length === 1);
    const second = await queue.enqueue(wish('one'), first.run);
    expect(second).toMatchObject({ joined: false });
    expect(second.run).not.toBe(first.run);
    await eventually('the second sync', () => jobs.length === 2);
    ends[0]?.open();
    await pause(200);
    expect(await queue.enqueue(wish('one'), first.run)).toEqual({ run: second.run, joined: true });
    ends[1]?.open();
    await eventually('its end', async () => !(await queue.enqueue(wish('one'))).joined);
  });

  it('tells a run that waits that the source may be empty, and says where it is too late for that', async () => {
    const { opened: mayEnd, open: end } = gate();
    const { queue, jobs } = await story(() => mayEnd.then(() => done));
    const { run } = await queue.enqueue(wish('one'));
    const accepting = { ...wish('one'), acceptEmpty: true };
    expect(await queue.enqueue(accepting)).toEqual({ run, joined: true });
    const other = await queue.enqueue(wish('two'));
    queue.start();
    await eventually('both syncs', () => jobs.length === 2);
    expect(jobs.map(({ source, acceptEmpty = false }) => [source, acceptEmpty])).toEqual([
      ['one', true],
      ['two', false],
    ]);
    expect(await queue.enqueue(accepting)).toEqual({ run, joined: true });
    expect(await queue.enqueue({ ...wish('two'), acceptEmpty: true })).toEqual({
      run: other.run,
      joined: true,
      isTooLate: true,
    });
    end();
  });

  it('gives many who ask at once the same run', async () => {
    const { queue, jobs } = await story(() => pause(50).then(() => done));
    const answers = await Promise.all(Array.from({ length: 20 }, () => queue.enqueue(wish('one'))));
    expect(new Set(answers.map(({ run }) => run)).size).toBe(1);
    expect(answers.filter(({ joined }) => !joined)).toHaveLength(1);
    queue.start();
    await eventually('the sync', () => jobs.length === 1);
    await pause(150);
    expect(jobs).toHaveLength(1);
  });

  it('makes several at once, of different sources, up to its limit', async () => {
    let [now, most] = [0, 0];
    const { queue, jobs } = await started(async () => {
      now += 1;
      most = Math.max(most, now);
      await pause(60);
      now -= 1;
      return done;
    });
    for (const source of ['one', 'two', 'three', 'four', 'five']) await queue.enqueue(wish(source));
    await eventually('all of them', () => jobs.length === 5 && now === 0);
    expect(most).toBe(2);
  });

  it('tries again what may be mended, after growing pauses, and ends with the last attempt', async () => {
    const { queue, jobs, begun, abandoned } = await started(() => Promise.resolve(mendable));
    const { run } = await queue.enqueue(wish('one'));
    await eventually('three attempts', () => jobs.length === 3);
    expect(jobs.map(({ attempt, retryAfterMs }) => [attempt, retryAfterMs])).toEqual([
      [1, 50],
      [2, 150],
      [3, null],
    ]);
    expect(new Set(jobs.map((job) => job.run))).toEqual(new Set([run]));
    const [first = 0, second = 0, third = 0] = begun;
    expect(second - first).toBeGreaterThanOrEqual(45);
    expect(third - second).toBeGreaterThanOrEqual(145);
    await eventually('its end', async () => !(await queue.enqueue(wish('one'))).joined);
    expect(abandoned).toEqual([]);
  });

  it('does not try again what cannot be mended', async () => {
    const { queue, jobs, abandoned } = await started(() => Promise.resolve(hopeless));
    await queue.enqueue(wish('one'));
    await eventually('the sync', () => jobs.length === 1);
    await pause(200);
    expect(jobs).toHaveLength(1);
    expect(abandoned).toEqual([]);
    expect((await queue.enqueue(wish('one'))).joined).toBe(false);
  });

  it('makes the next attempt at once where somebody asks for it, not where only the clock does', async () => {
    const retry = { attempts: 3, baseMs: 60_000, factor: 2 };
    const { queue, jobs } = await started(() => Promise.resolve(mendable), { retry });
    const { run } = await queue.enqueue(wish('one'));
    await eventually('an attempt', () => jobs.length === 1);
    await pause(200);
    expect(await queue.enqueue(wish('one', 'schedule'))).toEqual({ run, joined: true });
    await pause(200);
    expect(jobs).toHaveLength(1);
    expect(await queue.enqueue(wish('one'))).toEqual({ run, joined: true });
    await eventually('the second attempt', () => jobs.length === 2);
    expect(jobs[1]).toMatchObject({ run, attempt: 2 });
  });

  it('ends an attempt whose time is over, and tries again', async () => {
    const reasons: unknown[] = [];
    const { queue, jobs } = await started(
      (job, { signal }) =>
        job.attempt > 1
          ? Promise.resolve(done)
          : new Promise((resolve) => {
              signal.addEventListener('abort', () => {
                reasons.push(signal.reason);
                resolve(mendable);
              });
            }),
      { timeBoxMs: 100 },
    );
    await queue.enqueue(wish('one'));
    await eventually('the second attempt', () => jobs.length === 2);
    expect(reasons).toEqual([new AttemptEnded('time-box')]);
    expect(reasons[0]).toMatchObject({ why: 'time-box' });
  });

  it('leaves an attempt to itself that does not end, and says so where it was the last', async () => {
    const retry = { attempts: 2, baseMs: 10, factor: 1 };
    const { queue, jobs, abandoned } = await started(() => new Promise(() => undefined), { timeBoxMs: 60, retry });
    const { run } = await queue.enqueue(wish('one'));
    await eventually('the end', () => abandoned.length === 1);
    expect(jobs).toHaveLength(2);
    expect(abandoned[0]).toMatchObject({ run, problem: { code: 'source-unavailable' } });
    expect(abandoned[0]?.problem.detail).toContain('longer than 0.06 s');
  });

  it('tries again what threw, and says so where it was the last', async () => {
    const { queue, jobs, abandoned, errors } = await started(() => Promise.reject(new Error('no bytes left')));
    const { run } = await queue.enqueue(wish('one'));
    await eventually('the end', () => abandoned.length === 1);
    expect(jobs).toHaveLength(3);
    expect(errors).toHaveLength(3);
    expect(abandoned[0]).toMatchObject({
      run,
      problem: { code: 'internal', detail: 'The sync broke off: no bytes left.' },
    });
  });

  it('syncs a source again and again, at intervals that differ by at most a tenth', async () => {
    const { queue, jobs, begun } = await started(() => Promise.resolve(done));
    const set = Date.now();
    await queue.schedule('one', 1);
    const next = Date.parse((await queue.nextAt('one')) ?? '') - set;
    expect(next).toBeGreaterThanOrEqual(890);
    expect(next).toBeLessThanOrEqual(1200);
    await eventually('three syncs', () => jobs.length >= 3);
    expect(jobs[0]).toMatchObject({ source: 'one', trigger: 'schedule', actor: 'service:marketplace', attempt: 1 });
    expect(new Set(jobs.map(({ run }) => run)).size).toBe(jobs.length);
    expect(new Set(jobs.map(({ correlationId }) => correlationId)).size).toBe(jobs.length);
    const [first = 0, second = 0, third = 0] = begun;
    expect(third - first).toBeGreaterThanOrEqual(1700);
    expect(second - set).toBeGreaterThanOrEqual(1700);
  });

  it('leaves the clock of a schedule alone that is set again, and begins anew with another interval', async () => {
    const { queue } = await started(() => Promise.resolve(done));
    await queue.schedule('one', 3600);
    const next = await queue.nextAt('one');
    await pause(20);
    await queue.schedule('one', 3600);
    expect(await queue.nextAt('one')).toBe(next);
    await queue.schedule('one', 60);
    const sooner = Date.parse((await queue.nextAt('one')) ?? '') - Date.now();
    expect(sooner).toBeGreaterThan(50_000);
    expect(sooner).toBeLessThanOrEqual(66_000);
    await queue.schedule('one', 3600);
    expect(Date.parse((await queue.nextAt('one')) ?? '') - Date.now()).toBeGreaterThan(3_000_000);
  });

  it('ends a schedule', async () => {
    const { queue, jobs } = await started(() => Promise.resolve(done));
    await queue.schedule('one', 1);
    await queue.schedule('one', 0);
    expect(await queue.nextAt('one')).toBeNull();
    await pause(1400);
    expect(jobs).toEqual([]);
    await queue.schedule('never', 0);
    expect(await queue.nextAt('never')).toBeNull();
  });

  it('does not sync a source twice at once where its clock is faster than its syncs', async () => {
    let [now, most] = [0, 0];
    const { queue, jobs } = await started(async () => {
      now += 1;
      most = Math.max(most, now);
      await pause(1500);
      now -= 1;
      return done;
    });
    await queue.schedule('one', 0.3);
    await eventually('two syncs', () => jobs.length === 2);
    expect(most).toBe(1);
  });

  it('forgets a source: its schedule, the run that waits, and the run that is made', async () => {
    const reasons: unknown[] = [];
    const { queue, jobs } = await story(
      (_job, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason);
            resolve(mendable);
          });
        }),
    );
    await queue.schedule('one', 60);
    await queue.enqueue(wish('one'));
    await queue.forget('one');
    expect(await queue.nextAt('one')).toBeNull();
    queue.start();
    await pause(100);
    expect(jobs).toEqual([]);
    const { joined } = await queue.enqueue(wish('one'));
    expect(joined).toBe(false);
    await eventually('the sync', () => jobs.length === 1);
    await queue.forget('one');
    await eventually('its end', () => reasons.length === 1);
    expect(reasons[0]).toMatchObject({ why: 'source-removed' });
    await pause(200);
    expect(jobs).toHaveLength(1);
    await queue.forget('unheard-of');
  });

  it('tells how far a run has come', async () => {
    const { opened: mayGoOn, open: goOn } = gate();
    const { queue, jobs } = await started(async (_job, { onProgress }) => {
      for (let bytes = 0; bytes < 10_000; bytes += 1) onProgress('fetching', bytes, 10_000);
      await mayGoOn;
      onProgress('done', 7, null);
      return done;
    });
    const { run } = await queue.enqueue(wish('one'));
    await eventually('the sync', () => jobs.length === 1);
    await eventually('progress', async () => (await queue.progress(run))?.done === 9999);
    expect(await queue.progress(run)).toEqual({ phase: 'fetching', done: 9999, total: 10_000 });
    goOn();
    await eventually('the end', async () => (await queue.progress(run))?.phase === 'done');
    expect(await queue.progress('unheard-of')).toBeNull();
  });

  it('waits for what is being made when it closes, and interrupts what takes too long', async () => {
    const reasons: unknown[] = [];
    const ended: string[] = [];
    const { queue, jobs, abandoned } = await started(
      async ({ source }, { signal }) => {
        signal.addEventListener('abort', () => reasons.push(signal.reason));
        if (source === 'short') await pause(100);
        else await new Promise((resolve) => signal.addEventListener('abort', resolve));
        ended.push(source);
        return source === 'short' ? done : mendable;
      },
      { stopGraceMs: 400 },
    );
    await queue.enqueue(wish('short'));
    await queue.enqueue(wish('long'));
    await eventually('both', () => jobs.length === 2);
    await queue.close();
    expect(ended).toEqual(['short', 'long']);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatchObject({ why: 'stopping' });
    expect(abandoned).toEqual([]);
  });
}
