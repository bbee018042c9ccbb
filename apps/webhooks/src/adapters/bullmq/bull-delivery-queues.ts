import { JobStoreProbe, type JobStore } from '@enginehouse/jobs';
import type { HealthStatus } from '@enginehouse/service-kit';
import type { Deliver, DeliveryQueues } from '../../ports.js';
import { BullDeliveryQueue, type DeliverySettings } from './bull-delivery-queue.js';

/** All deliveries in BullMQ. */
export class BullDeliveryQueues implements DeliveryQueues {
  private readonly queues = new Map<string, BullDeliveryQueue>();
  private readonly interruption = new AbortController();
  private readonly probe: JobStoreProbe;

  constructor(
    private readonly store: JobStore,
    private readonly settings: DeliverySettings,
    private readonly deliver: Deliver,
    private readonly onError: (error: unknown) => void,
  ) {
    this.probe = new JobStoreProbe(store, onError);
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
    return this.probe.status();
  }

  async close(): Promise<void> {
    const patience = setTimeout(() => this.interruption.abort(), this.settings.stopGraceMs);
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
    clearTimeout(patience);
    await this.probe.close();
    await this.store.close();
  }
}
