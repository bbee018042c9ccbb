import type { HealthStatus } from '@enginehouse/service-kit';
import { withDeadline } from '@enginehouse/service-kit';
import type { Deliver, DeliveryQueues } from '../../ports.js';
import { BullDeliveryQueue, type DeliverySettings } from './bull-delivery-queue.js';
import type { JobStore } from './job-store.js';

const probeMs = 5000;

/** All deliveries in BullMQ. */
export class BullDeliveryQueues implements DeliveryQueues {
  private readonly queues = new Map<string, BullDeliveryQueue>();
  private readonly interruption = new AbortController();
  private readonly probe: InstanceType<JobStore['classes']['Queue']>;
  private readonly timer: NodeJS.Timeout;
  private health: HealthStatus;

  constructor(
    private readonly store: JobStore,
    private readonly settings: DeliverySettings,
    private readonly deliver: Deliver,
    private readonly onError: (error: unknown) => void,
  ) {
    this.health = { ok: true, detail: `jobs are kept in ${store.name}` };
    this.probe = new store.classes.Queue('probe', { connection: store.connection, prefix: 'enginehouse' });
    this.probe.on('error', onError);
    this.timer = setInterval(() => void this.check(), probeMs).unref();
  }

  queue(webhookId: string): BullDeliveryQueue {
    const known = this.queues.get(webhookId);
    if (known) return known;
    const { store, settings, deliver, onError } = this;
    const parts = { store, settings, deliver, onError, signal: this.interruption.signal };
    const opened = new BullDeliveryQueue(webhookId, parts, () => void this.queues.delete(webhookId));
    this.queues.set(webhookId, opened);
    return opened;
  }

  status(): HealthStatus {
    return this.health;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    const patience = setTimeout(() => this.interruption.abort(), this.settings.stopGraceMs);
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
    clearTimeout(patience);
    await this.probe.close();
    await this.store.close();
  }

  private async check(): Promise<void> {
    try {
      await withDeadline({ afterMs: probeMs - 1000 }, () => this.probe.getWaitingCount());
      this.health = { ok: true, detail: `jobs are kept in ${this.store.name}` };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.health = { ok: false, detail: `${this.store.name}, where the jobs are, does not answer: ${why}` };
    }
  }
}
