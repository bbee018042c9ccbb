import type { EventStore, Leadership } from '@enginehouse/event-store';
import type { HealthStatus, Logger } from '@enginehouse/service-kit';

/** What runs only in the process that leads. `start` may be called again after `stop`. */
export interface LeadersWork {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const retryMs = 1000;

/**
 * Makes this process the scheduler, or lets it stand by until the one that is goes away. Whoever loses the lock stops
 * at once: the log would not take its decisions any more.
 */
export class Leader {
  private readonly stopping = new AbortController();
  private done: Promise<void> | undefined;
  private status: HealthStatus = { ok: false, detail: 'starting' };

  constructor(
    private readonly store: EventStore,
    private readonly work: LeadersWork,
    private readonly logger: Logger,
  ) {}

  health(): HealthStatus {
    return this.status;
  }

  start(): void {
    this.done ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort(new Error('the scheduler is stopping'));
    await this.done;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        this.status = { ok: false, detail: 'standing by: another scheduler leads, or the database does not answer' };
        const leadership = await this.store.acquireLeadership({ signal });
        await this.lead(leadership);
      } catch (error) {
        await this.failed(error);
      }
    }
  }

  private async lead(leadership: Leadership): Promise<void> {
    this.status = { ok: false, detail: 'reading the log' };
    try {
      await this.work.start();
      this.status = { ok: true, detail: 'leads' };
      this.logger.info('this scheduler leads');
      await either(leadership.signal, this.stopping.signal);
    } finally {
      this.status = { ok: false, detail: 'stepping down' };
      await this.work.stop();
      await leadership.release();
      this.logger.info('this scheduler does not lead any more');
    }
  }

  private async failed(error: unknown): Promise<void> {
    if (this.stopping.signal.aborted) {
      return;
    }
    this.status = { ok: false, detail: error instanceof Error ? error.message : String(error) };
    this.logger.error({ err: error }, 'leading failed; trying again');
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

/** Listens to each signal itself: Node 20 can collect what `AbortSignal.any` returns, and then nobody steps down. */
const either = (...signals: readonly AbortSignal[]): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      signals.forEach((signal) => signal.removeEventListener('abort', done));
      resolve();
    };
    signals.forEach((signal) => signal.addEventListener('abort', done, { once: true }));
    if (signals.some(({ aborted }) => aborted)) {
      done();
    }
  });
