import { problemOf, type Problem } from '@enginehouse/contracts';
import { AttemptEnded, type AttemptEnd } from '../domain/attempt-ended.js';
import type { AbandonSync, RunSync, SyncJob, SyncOutcome, SyncProgress } from '../ports.js';
import { ProgressKeeper } from './progress-keeper.js';

/** What attempts are made with. */
export interface AttemptParts {
  readonly run: RunSync;
  readonly abandon: AbandonSync;
  /** How long an attempt may take. */
  readonly timeBoxMs: number;
  /** How long it may go on after its signal, before it is left to itself. */
  readonly patienceMs: number;
  readonly onError: (error: unknown) => void;
}

/** What becomes of a job after an attempt. `interrupted` counts as none. */
export type Verdict = 'done' | 'again' | 'failed' | 'interrupted';

interface Running {
  readonly ending: AbortController;
  readonly verdict: Promise<Verdict>;
}

type Ended = SyncOutcome | { readonly kind: 'surprise'; readonly problem: Problem };

/** Makes attempts, each in its time-box, wherever the jobs are kept. */
export class SyncAttempts {
  private readonly running = new Map<string, Running>();
  private stopping = false;

  constructor(private readonly parts: AttemptParts) {}

  /**
   * One attempt of a run at a time: a process that was too busy to hold its job is given it once more while it still works
   * at it, and gets the verdict on that.
   */
  make(job: SyncJob, keep: (progress: SyncProgress) => Promise<void>): Promise<Verdict> {
    const running = this.running.get(job.run);
    if (running) return running.verdict;
    const ending = new AbortController();
    if (this.stopping) this.end(ending, 'stopping');
    const verdict = this.begin(job, ending, keep).finally(() => this.running.delete(job.run));
    this.running.set(job.run, { ending, verdict });
    return verdict;
  }

  isMaking(run: string): boolean {
    return this.running.has(run);
  }

  private async begin(
    job: SyncJob,
    ending: AbortController,
    keep: (progress: SyncProgress) => Promise<void>,
  ): Promise<Verdict> {
    const timeBox = setTimeout(() => this.end(ending, 'time-box'), this.parts.timeBoxMs);
    const progress = new ProgressKeeper(keep, this.parts.onError);
    try {
      const outcome = await this.outcomeOf(job, ending.signal, progress);
      return await this.verdictOn(job, outcome, ending.signal);
    } finally {
      clearTimeout(timeBox);
      await progress.end();
    }
  }

  /** Gives a run up without an attempt. */
  async abandon(job: SyncJob, problem: Problem): Promise<void> {
    await this.parts.abandon(job, problem).catch(this.parts.onError);
  }

  /** Ends an attempt that is made here, because its source is gone. */
  forget(run: string): void {
    const running = this.running.get(run);
    if (running) this.end(running.ending, 'source-removed');
  }

  /** Ends all attempts, and those to come. */
  stop(): void {
    this.stopping = true;
    for (const { ending } of this.running.values()) this.end(ending, 'stopping');
  }

  /** The first reason stays. */
  private end(ending: AbortController, why: AttemptEnd): void {
    if (!ending.signal.aborted) ending.abort(new AttemptEnded(why));
  }

  private async outcomeOf(job: SyncJob, signal: AbortSignal, progress: ProgressKeeper): Promise<Ended> {
    const left = this.leftAlone(signal);
    try {
      const work = this.parts.run(job, {
        signal,
        onProgress: (phase, done, total) => progress.report({ phase, done, total }),
      });
      return await Promise.race([work, left.overrun]);
    } catch (error) {
      this.parts.onError(error);
      const why = error instanceof Error ? error.message : String(error);
      return { kind: 'surprise', problem: problemOf('internal', `The sync broke off: ${why}.`) };
    } finally {
      left.stop();
    }
  }

  /** What an attempt comes to that goes on after its signal. */
  private leftAlone(signal: AbortSignal): { readonly overrun: Promise<Ended>; stop(): void } {
    let timer: NodeJS.Timeout | undefined;
    const overrun = new Promise<Ended>((resolve) => {
      const late = () => resolve({ kind: 'surprise', problem: this.tooLong() });
      const wait = () => {
        timer = setTimeout(late, this.parts.patienceMs);
      };
      if (signal.aborted) wait();
      else signal.addEventListener('abort', wait, { once: true });
    });
    // Nobody ends the signal of an attempt that is over.
    return { overrun, stop: () => clearTimeout(timer) };
  }

  private async verdictOn(job: SyncJob, outcome: Ended, { reason }: AbortSignal): Promise<Verdict> {
    if (outcome.kind === 'done') return 'done';
    const end: unknown = reason;
    if (end instanceof AttemptEnded && end.why === 'stopping') return 'interrupted';
    if (end instanceof AttemptEnded && end.why === 'source-removed') return 'done';
    const again = job.retryAfterMs !== null && (outcome.kind === 'surprise' || outcome.again);
    if (again) return 'again';
    if (outcome.kind === 'surprise') await this.abandon(job, outcome.problem);
    return 'failed';
  }

  private tooLong(): Problem {
    const seconds = this.parts.timeBoxMs / 1000;
    return problemOf(
      'source-unavailable',
      `The sync took longer than ${seconds} s, and did not end when it was told to.`,
      {
        hint: 'Sync it again; where that does not help, the source may be too slow or too large.',
      },
    );
  }
}
