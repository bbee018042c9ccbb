import { withDeadline, type HealthStatus } from '@enginehouse/service-kit';
import { keyPrefix, type JobStore } from './job-store.js';

const probeMs = 5000;

/** Asks a job store every five seconds whether it is there, so that a service can tell its health at any time. */
export class JobStoreProbe {
  private readonly queue: InstanceType<JobStore['classes']['Queue']>;
  private readonly timer: NodeJS.Timeout;
  private health: HealthStatus;

  constructor(
    private readonly store: JobStore,
    onError: (error: unknown) => void,
  ) {
    this.health = { ok: true, detail: `jobs are kept in ${store.name}` };
    this.queue = new store.classes.Queue('probe', { connection: store.connection, prefix: keyPrefix });
    this.queue.on('error', onError);
    this.timer = setInterval(() => void this.check(), probeMs).unref();
  }

  /** What the last answer said. */
  status(): HealthStatus {
    return this.health;
  }

  /** Ends the asking; the store stays open. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.queue.close();
  }

  private async check(): Promise<void> {
    const { name } = this.store;
    try {
      await withDeadline({ afterMs: probeMs - 1000 }, () => this.queue.getWaitingCount());
      this.health = { ok: true, detail: `jobs are kept in ${name}` };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.health = { ok: false, detail: `${name}, where the jobs are, does not answer: ${why}` };
    }
  }
}
